/*
 * An XML says where declarations are, and the comments that document them. A tool that uses only the declarations and their order need
 * not run again if comments and lines move.
 */

/** An XML without its comments, and with the rank of each line among those of its file that the XML mentions. */
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
  const linesOf = new Map<number, Set<number>>();
  for (const { file, line } of locations) {
    const lines = linesOf.get(file);
    if (lines) lines.add(line);
    else linesOf.set(file, new Set([line]));
  }
  const ranksOf = new Map(
    [...linesOf].map(([file, lines]) => [
      file,
      new Map([...lines].sort((a, b) => a - b).map((line, rank) => [line, rank])),
    ]),
  );
  const ranked = Buffer.allocUnsafe(xml.length);
  let length = 0;
  let kept = 0;
  for (const { start, end, file, line } of locations) {
    length += xml.copy(ranked, length, kept, start);
    length += ranked.write(` in="f${file} ${ranksOf.get(file)?.get(line)}"`, length, 'latin1');
    kept = end;
  }
  length += xml.copy(ranked, length, kept);
  return ranked.subarray(0, length);
}

function findLocations(xml: Buffer): Location[] {
  const found: Location[] = [];
  for (let start = xml.indexOf(LOCATION); start >= 0; start = xml.indexOf(LOCATION, start + 1)) {
    const [file, afterFile] = numberAt(xml, start + LOCATION.length);
    const [line, afterLine] = numberBehind(xml, afterFile, COLON);
    const [sameFile, afterSameFile] = numberBehind(xml, afterLine, FILE);
    const [sameLine, end] = numberBehind(xml, afterSameFile, LINE);
    if (file === sameFile && line === sameLine && xml[end] === QUOTE)
      found.push({ start, end: end + 1, file, line });
  }
  return found;
}

/** The number behind these bytes at a place, and the place after it. NaN if the bytes differ. */
function numberBehind(bytes: Buffer, from: number, expected: Buffer): [value: number, end: number] {
  for (let i = 0; i < expected.length; i++) if (bytes[from + i] !== expected[i]) return [NaN, from];
  return numberAt(bytes, from + expected.length);
}

/** The number whose digits begin at a place, and the place after them. */
function numberAt(bytes: Buffer, from: number): [value: number, end: number] {
  let value = 0;
  let at = from;
  for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, ++at)) value = value * 10 + digit;
  return [value, at];
}

function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - 0x30;
  return digit <= 9 ? digit : -1;
}
