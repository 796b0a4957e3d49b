import type { Position } from '../../shared/text-range';

/** The unit that a client's `character` counts. */
export type Unit = 'utf-8' | 'utf-16';

/**
 * Translates between the positions of a client and our own in one text. In the protocol, a lone carriage return ends a line,
 * and a client may count UTF-8 bytes. We end lines at `
 * ` as CMake does, and count UTF-16 units. Each line is examined only once.
 */
export class PositionIndex {
  private readonly own: LineStarts;
  private readonly client: LineStarts;
  /** For each line of the client that is not ASCII, the number of bytes before each UTF-16 unit. */
  private readonly bytes = new Map<number, Uint32Array | null>();

  constructor(
    private readonly text: string,
    private readonly unit: Unit,
  ) {
    this.own = new LineStarts(text, /\n/g);
    this.client = hasLoneReturn(text) ? new LineStarts(text, /\r\n|\r|\n/g) : this.own;
  }

  /** Translates a position from the client. Lines that do not exist are not changed. */
  incoming(position: Position): Position {
    const { line, character } = position;
    if (line >= this.client.count || line < 0) return position;
    const bytes = this.bytesOf(line);
    const units = bytes === null ? character : unitsBefore(bytes, character);
    const offset = this.client.offset(line, units);
    return this.client === this.own
      ? { line, character: offset - this.own.offset(line, 0) }
      : this.own.position(offset);
  }

  /** Converts a position from the client to UTF-16 units, but keeps the client's lines. */
  unitsOf(position: Position): Position {
    const { line, character } = position;
    const bytes = line >= 0 && line < this.client.count ? this.bytesOf(line) : null;
    return { line, character: bytes === null ? character : unitsBefore(bytes, character) };
  }

  /** Translates a position to the client. */
  outgoing(position: Position): Position {
    if (position.line >= this.own.count || position.line < 0) return position;
    const offset = this.own.offset(position.line, position.character);
    const { line, character } =
      this.client === this.own
        ? { line: position.line, character: offset - this.own.offset(position.line, 0) }
        : this.client.position(offset);
    const bytes = this.bytesOf(line);
    return { line, character: bytes === null ? character : bytes[Math.min(character, bytes.length - 1)]! };
  }

  /** Null if every character of the line is one unit. */
  private bytesOf(line: number): Uint32Array | null {
    if (this.unit === 'utf-16') return null;
    let bytes = this.bytes.get(line);
    if (bytes === undefined) {
      const from = this.client.offset(line, 0);
      bytes = byteCounts(this.text.slice(from, this.client.offset(line, Infinity)));
      this.bytes.set(line, bytes);
    }
    return bytes;
  }
}

/** Whether the text has a carriage return that ends a line in the protocol but not in CMake. */
export function hasLoneReturn(text: string): boolean {
  return /\r(?!\n)/.test(text);
}

/** The offsets at which lines begin. */
class LineStarts {
  private readonly starts = [0];

  constructor(
    private readonly text: string,
    end: RegExp,
  ) {
    for (const found of text.matchAll(end)) this.starts.push(found.index + found[0].length);
  }

  get count(): number {
    return this.starts.length;
  }

  /** The offset of a position in a line, at most the end of the line. */
  offset(line: number, character: number): number {
    const next = this.starts[line + 1];
    const end = next === undefined ? this.text.length : next - 1;
    return Math.max(this.starts[line]!, Math.min(this.starts[line]! + Math.max(0, character), end));
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { line: low, character: offset - this.starts[low]! };
  }
}

/** The UTF-8 bytes before each UTF-16 unit of a line and before its end. Null if the line is ASCII. */
function byteCounts(line: string): Uint32Array | null {
  let at = 0;
  while (at < line.length && line.charCodeAt(at) < 0x80) at++;
  if (at === line.length) return null;
  const counts = new Uint32Array(line.length + 1);
  let bytes = 0;
  for (let unit = 0; unit < line.length; unit++) {
    counts[unit] = bytes;
    const code = line.charCodeAt(unit);
    const isPair = code >= 0xd800 && code < 0xdc00 && isLowSurrogate(line.charCodeAt(unit + 1));
    if (isPair) {
      // A position inside a surrogate pair counts as the position after it.
      bytes += 4;
      counts[++unit] = bytes;
    } else bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  counts[line.length] = bytes;
  return counts;
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

/** The first UTF-16 unit that has at least this many bytes before it. */
function unitsBefore(counts: Uint32Array, bytes: number): number {
  let low = 0;
  let high = counts.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (counts[middle]! >= bytes) high = middle;
    else low = middle + 1;
  }
  // Both halves of a surrogate pair may have the same count. The later one is the position after the pair.
  return low + 1 < counts.length && counts[low + 1] === counts[low] ? low + 1 : low;
}
