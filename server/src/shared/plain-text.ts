/*
 * Names and messages of builds, files and tools are shown as text. They pass through one of these functions before they are
 * shown. This file has no imports, so that the extension, the server and the commands can share it.
 */

/** The maximum number of characters of a name or a message in one line of the editor. */
export const LINE_LIMIT = 300;
/** The maximum number of characters of a text of several lines, such as a tooltip. */
const TEXT_LIMIT = 4000;

/** C0 and C1 controls, DEL, line and paragraph separators, bidirectional marks and overrides, tags and byte order marks. */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;
/** A zero-width character. It breaks `](`, `![` and `$(`, which editors read as links, images and icons. */
const BREAK = '\u200b';

/**
 * One line of the editor's interface: a label, a notification, the title of a task. Line breaks become spaces, controls
 * disappear, links and icons stay text, and the text is cut at `limit` characters.
 */
export function oneLine(text: string, limit = LINE_LIMIT): string {
  return broken(flat(text, limit));
}

/** One line in which links and icons are not escaped, for callers that escape them in another way. */
export function flat(text: string, limit = LINE_LIMIT): string {
  return withoutControls(cut(text, limit).replace(/[\t\r\n\u2028\u2029]+/g, ' '));
}

/** A text of several lines, such as the tooltip of a row. Like {@link oneLine}, but line breaks are kept. */
export function manyLines(text: string, limit = TEXT_LIMIT): string {
  return cut(text, limit)
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => oneLine(line, limit))
    .join('\n');
}

/** Lines for a terminal or a file, without control characters. Nothing is cut. Tabs and line breaks are kept. */
export function printable(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .split('\n')
    .map((line) => line.split('\t').map(withoutControls).join('\t'))
    .join('\n');
}

/** A value as JSON with all control characters escaped. It parses to the same value. */
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

/** The first `limit` characters, with an ellipsis for the rest. No character is split. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const inside = /[\udc00-\udfff]/.test(text.charAt(end)) && /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, inside ? end - 1 : end)}…`;
}

const withoutControls = (text: string): string =>
  text.replace(INVISIBLE, '').replace(/\p{Surrogate}/gu, '\ufffd');
const broken = (text: string): string => text.replace(/\](?=\()|!(?=\[)|\$(?=\()/g, (mark) => mark + BREAK);
