import { Edit } from 'web-tree-sitter';
import { Lines } from './lines';

/** The smallest single replacement that turns `before` into `after`. */
export function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start--;

  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  if (tail > 0 && isLowSurrogate(before.charCodeAt(before.length - tail))) tail--;

  const oldEnd = before.length - tail;
  const newEnd = after.length - tail;
  const linesBefore = new Lines(before);
  return new Edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: toPoint(linesBefore, start),
    oldEndPosition: toPoint(linesBefore, oldEnd),
    newEndPosition: toPoint(new Lines(after), newEnd),
  });
}

function toPoint(lines: Lines, index: number): { row: number; column: number } {
  const { line, character } = lines.positionAt(index);
  return { row: line, column: character };
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
