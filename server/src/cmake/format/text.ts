/** Splits text into lines and measures them as Python does, because the result must be the same as gersemi's. */

/** The characters that Python's `str.strip` treats as white space. */
const BLANK = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const LEADING_BLANKS = new RegExp(`^[${BLANK}]+`);
const ONLY_BLANKS = new RegExp(`^[${BLANK}]*$`);
const ONE_BLANK = new RegExp(`[${BLANK}]`);
const SURROGATE = /[\ud800-\udfff]/;
const LINE_END_CHARACTERS = '\\n-\\r\\x1c-\\x1e\\x85\\u2028\\u2029';
const LINE_END = new RegExp(`\\r\\n|[${LINE_END_CHARACTERS}]`, 'g');

const ANY_LINE_END = new RegExp(LINE_END.source);

/** The length in characters. A surrogate pair is one character. */
export function widthOf(text: string): number {
  let width = text.length;
  if (!SURROGATE.test(text)) return width;
  for (let at = 0; at < text.length; at++)
    if (isLeading(text.charCodeAt(at)) && isTrailing(text.charCodeAt(at + 1))) width--;
  return width;
}

/** The lines with their line ends. The last line has one only if the text ends with it. */
export function linesWithEnds(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const found of text.matchAll(LINE_END)) {
    const end = found.index + found[0].length;
    lines.push(text.slice(start, end));
    start = end;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** The lines without their line ends. */
export function linesOf(text: string): string[] {
  return linesWithEnds(text).map((line) => line.replace(LINE_END, ''));
}

/** Whether the text has nothing but white space, as Python defines it. */
export function isBlank(text: string): boolean {
  return ONLY_BLANKS.test(text);
}

/** Whether the character at this position is white space. False after the end of the text. */
export function isBlankAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 0x80
    ? code === 0x20 || (code >= 9 && code <= 13) || (code >= 0x1c && code < 0x20)
    : ONE_BLANK.test(text.charAt(at));
}

export function trimLeft(text: string): string {
  return text.replace(LEADING_BLANKS, '');
}

export function trimRight(text: string): string {
  let end = text.length;
  while (end > 0 && isBlankAt(text, end - 1)) end--;
  return text.slice(0, end);
}

/** Puts `prefix` before each line that has more than white space. */
export function indentLines(text: string, prefix: string): string {
  if (prefix === '') return text;
  if (!ANY_LINE_END.test(text)) return isBlank(text) ? text : prefix + text;
  return linesWithEnds(text)
    .map((line) => (isBlank(line) ? line : prefix + line))
    .join('');
}

const isLeading = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isTrailing = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
