/*
 * An XML says where declarations are, and the comments that document them. A tool that uses only the declarations and their order need
 * not run again if comments and lines move.
 */

/**
 * The bytes of an XML without its places: without comments, without lines, and then, for each declaration that had a line, its file and
 * the rank of the line among those of the file.
 */
export function withoutPlaces(xml: Buffer): Buffer {
  return rankLines(without(without(xml, COMMENT_ATTRIBUTE, QUOTE, 1), COMMENT_ELEMENT, NEWLINE, 0));
}

const COMMENT_ATTRIBUTE = Buffer.from(' comment="c');
const COMMENT_ELEMENT = Buffer.from('\n  <Comment ');
const QUOTE = 0x22;
const NEWLINE = 0x0a;

/** The bytes without each part that begins with `start` and ends with the next `end` after that, and with `more` bytes of it. */
function without(bytes: Buffer, start: Buffer, end: number, more: number): Buffer {
  const pieces: Buffer[] = [];
  let kept = 0;
  for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, kept)) {
    const close = bytes.indexOf(end, at + start.length);
    if (close < 0) break;
    pieces.push(bytes.subarray(kept, at));
    kept = close + more;
  }
  return kept === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(kept)]);
}

const LOCATION = Buffer.from(' location="f');
const COLON = Buffer.from(':');
const FILE = Buffer.from('" file="f');
const LINE = Buffer.from('" line="');

/** A location as castxml writes it: ` location="f1:23" file="f1" line="23"`. */
interface Location {
  start: number;
  end: number;
  file: number;
  line: number;
}

function rankLines(xml: Buffer): Buffer {
  const locations = findLocations(xml);
  const ranksOf = rankByFile(locations);
  const rest = Buffer.allocUnsafe(xml.length + locations.length * 2 * NUMBER_BYTES);
  let length = 0;
  let kept = 0;
  for (const { start, end } of locations) {
    length += xml.copy(rest, length, kept, start);
    kept = end;
  }
  length += xml.copy(rest, length, kept);
  for (const { file, line } of locations)
    for (const number of [file, ranksOf.get(file)?.get(line) ?? 0])
      length = rest.writeUInt32LE(number, length);
  return rest.subarray(0, length);
}

const NUMBER_BYTES = 4;

/** The rank of each line among those of its file. */
function rankByFile(locations: readonly Location[]): Map<number, Map<number, number>> {
  const linesOf = new Map<number, Set<number>>();
  for (const { file, line } of locations) {
    const lines = linesOf.get(file);
    if (lines) lines.add(line);
    else linesOf.set(file, new Set([line]));
  }
  const ranked = (lines: Set<number>): [number, number][] =>
    [...lines].sort((a, b) => a - b).map((line, rank) => [line, rank]);
  return new Map([...linesOf].map(([file, lines]) => [file, new Map(ranked(lines))]));
}

function findLocations(xml: Buffer): Location[] {
  const found: Location[] = [];
  const scanner = new Scanner(xml);
  for (let start = xml.indexOf(LOCATION); start >= 0; start = xml.indexOf(LOCATION, start + 1)) {
    scanner.at = start + LOCATION.length;
    const file = scanner.number();
    const line = scanner.numberAfter(COLON);
    const isTwice = scanner.numberAfter(FILE) === file && scanner.numberAfter(LINE) === line;
    if (isTwice && xml[scanner.at] === QUOTE) found.push({ start, end: scanner.at + 1, file, line });
  }
  return found;
}

class Scanner {
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** The number whose digits are next. */
  number(): number {
    let value = 0;
    for (let digit = this.digit(); digit >= 0; digit = this.digit()) {
      value = value * 10 + digit;
      this.at++;
    }
    return value;
  }

  /** The number behind these bytes. NaN if they are not next. */
  numberAfter(expected: Buffer): number {
    for (let i = 0; i < expected.length; i++) if (this.bytes[this.at + i] !== expected[i]) return NaN;
    this.at += expected.length;
    return this.number();
  }

  private digit(): number {
    const digit = (this.bytes[this.at] ?? 0) - 0x30;
    return digit <= 9 ? digit : -1;
  }
}
