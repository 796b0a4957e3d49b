import { BracketSearch } from './brackets';
import type { FormatOptions } from './options';
import { isBlank, isBlankAt, linesOf, linesWithEnds, trimRight, widthOf } from './text';

/**
 * Lays out a command whose parameters are unknown: what the author wrote between the parentheses is shifted with the
 * command. `written` is the indentation of the command in the text, and `indent` is its new indentation.
 */
export function layOutUnknown(
  name: string,
  content: string,
  written: string,
  indent: string,
  { lineLength }: FormatOptions,
): string {
  const begin = `${indent}${name.toLowerCase()}(`;
  if (content === '') return `${begin})`;
  if (!content.includes('\n') && widthOf(begin) + 1 + widthOf(content) <= lineLength)
    return `${begin}${content})`;

  const shift = withoutCommonStart(indent, written);
  let body = shifted(trimmed(content), shift);
  if (!content.startsWith('\n')) body = withoutLeading(body, shift);
  if (!body.includes('\n')) return `${begin}${body})`;
  return body.endsWith('\n') ? `${begin}${body}${indent})` : `${begin}${body}\n${indent})`;
}

/** The content without blank lines at its ends. A line end at the beginning or at the end is kept. */
function trimmed(content: string): string {
  if (isBlank(content)) return '';
  const begin = content.startsWith('\n') ? '\n' : '';
  const lines = linesOf(content);
  let [from, to] = [0, lines.length];
  while (from < to && isBlank(lines[from]!)) from++;
  while (to > from && isBlank(lines[to - 1]!)) to--;
  const kept = lines.slice(from, to).join('\n');
  if (endsWithComment(kept)) return `${begin}${kept}\n`;
  return `${begin}${trimRight(kept)}${content.endsWith('\n') ? '\n' : ''}`;
}

/** Whether the text may end with a line comment: no bracket opens after the last `#`. */
function endsWithComment(text: string): boolean {
  const last = text.lastIndexOf('#');
  return last >= 0 && text[last + 1] !== '[';
}

/** Shifts the lines to the right by `shift`, except for those inside quoted and bracket arguments. */
function shifted(text: string, shift: string): string {
  return segmentsOf(text)
    .map((segment) => (/^[["\t ]/.test(segment) ? segment : shiftedLines(segment, shift)))
    .join('');
}

function shiftedLines(text: string, shift: string): string {
  return linesWithEnds(text)
    .map((line) => (line.startsWith('\n') ? line : shift + line))
    .join('');
}

/**
 * Splits the text into quoted arguments, the first bracket argument, the text between them, and everything from the first
 * comment on.
 */
function segmentsOf(text: string): string[] {
  let comment = text.indexOf('#');
  if (comment < 0) comment = text.length;
  while (comment > 0 && isBlankAt(text, comment - 1) && comment < text.length) comment--;
  // A quote may open before the `#`, so the `#` may not begin a comment.
  const whole = text.slice(0, comment).includes('"');
  const head = whole ? text : text.slice(0, comment);
  const segments = bracketSegments(head).flatMap(quotedSegments);
  if (!whole) segments.push(text.slice(comment));
  return segments.filter((segment) => segment !== '');
}

function bracketSegments(text: string): string[] {
  const search = new BracketSearch(text);
  for (let at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
    const end = search.endOf(at);
    if (end !== null) return [text.slice(0, at), text.slice(at, end), text.slice(end)];
  }
  return [text];
}

function quotedSegments(text: string): string[] {
  const segments: string[] = [];
  let from = 0;
  for (let at = text.indexOf('"'); at >= 0;) {
    const [end, closed] = endOfQuoted(text, at + 1);
    if (closed) {
      segments.push(text.slice(from, at), text.slice(at, end));
      from = end;
    }
    at = text.indexOf('"', end);
  }
  segments.push(text.slice(from));
  return segments;
}

/** The position after the closing quote. If the text at `from` is not a quoted argument, the position that shows this. */
function endOfQuoted(text: string, from: number): [end: number, closed: boolean] {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') return [at + 1, true];
    if (text[at] !== '\\') continue;
    if (at + 1 >= text.length || /[A-Za-mo-qsu-z0-9]/.test(text[at + 1]!)) return [at + 1, false];
    at++;
  }
  return [text.length, false];
}

function withoutCommonStart(text: string, other: string): string {
  let same = 0;
  while (same < text.length && same < other.length && text[same] === other[same]) same++;
  return text.slice(same);
}

/** The text without the characters of `blanks` at its start. */
function withoutLeading(text: string, blanks: string): string {
  let at = 0;
  while (at < text.length && blanks.includes(text[at]!)) at++;
  return text.slice(at);
}
