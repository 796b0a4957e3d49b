/*
 * An XML says where the comments are that document declarations. A tool that uses only the declarations need not run again if only
 * comments change.
 */

const ATTRIBUTE = Buffer.from(' comment="c');
const ELEMENT = Buffer.from('\n  <Comment ');
const QUOTE = 0x22;
const NEWLINE = 0x0a;

/** An XML without its comments. */
export function withoutComments(xml: Buffer): Buffer {
  return without(without(xml, ATTRIBUTE, QUOTE, 1), ELEMENT, NEWLINE, 0);
}

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
