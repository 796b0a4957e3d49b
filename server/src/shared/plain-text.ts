/*
 * Names and messages of builds, files and tools are text, whatever is written in them: before they are shown they go
 * through one of these functions. Without imports, so that the extension, the server and the commands share them.
 */

/** How many characters of a name or a message stand in one line of the editor. */
export const LINE_LIMIT = 300;
/** How many characters a text of several lines may have, such as a tooltip. */
const TEXT_LIMIT = 4000;

/** C0 and C1 controls, DEL, line and paragraph separators, bidirectional marks and overrides, tags and byte order marks. */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;
/** A character that takes no room: it breaks `](`, `![` and `$(`, which editors read as links, images and icons. */
const BREAK = '\u200b';

/**
 * One line of the editor's interface: a label, a notification, the title of a task. Line breaks become spaces, controls
 * disappear, links and icons stay text, and what is longer than `limit` characters is cut.
 */
export function oneLine(text: string, limit = LINE_LIMIT): string {
  return broken(flat(text, limit));
}

/** One line in which links and icons still are what they were: for what marks them in another way. */
export function flat(text: string, limit = LINE_LIMIT): string {
  return withoutControls(cut(text, limit).replace(/[\t\r\n\u2028\u2029]+/g, ' '));
}

/** A text of several lines, such as the tooltip of a row: like {@link oneLine}, but line breaks stay. */
export function manyLines(text: string, limit = TEXT_LIMIT): string {
  return cut(text, limit)
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => oneLine(line, limit))
    .join('\n');
}

/** Lines for a terminal or a file: no control does anything there. Nothing is cut; tabs and line breaks stay. */
export function printable(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .split('\n')
    .map((line) => line.split('\t').map(withoutControls).join('\t'))
    .join('\n');
}

/** A value as JSON that shows no control of its own: all of them are escaped, and it reads back as the same value. */
export function printableJson(value: unknown, indent?: number): string {
  const escaped = (text: string): string =>
    Array.from(
      { length: text.length },
      (_, n) => `\\u${text.charCodeAt(n).toString(16).padStart(4, '0')}`,
    ).join('');
  return (JSON.stringify(value, null, indent) ?? 'null')
    .split('\n')
    .map((line) => line.replace(INVISIBLE, escaped))
    .join('\n');
}

/** The first `limit` characters, with an ellipsis for the rest. No character is cut in two. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const inside = /[\udc00-\udfff]/.test(text.charAt(end)) && /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, inside ? end - 1 : end)}…`;
}

const withoutControls = (text: string): string =>
  text.replace(INVISIBLE, '').replace(/\p{Surrogate}/gu, '\ufffd');
const broken = (text: string): string => text.replace(/\](?=\()|!(?=\[)|\$(?=\()/g, (mark) => mark + BREAK);
