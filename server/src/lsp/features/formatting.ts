import type { TextEdit } from 'vscode-languageserver';
import { FormatConfigurationError, formatOptionsFor } from '../../cmake/format/configuration';
import type { FormatOptions } from '../../cmake/format/options';
import { formattedText, type Source } from '../../cmake/format/safe-format';
import type { Script } from '../../cmake/syntax/ast';
import type { FileSystem } from '../../host/file-system';
import type { Range } from '../../shared/text-range';

type Parse = (text: string) => Script;

/** The edits that format a whole document. None if it has errors, or if formatting would change its meaning. */
export function formatDocument(source: Source, parse: Parse, options: FormatOptions): TextEdit[] {
  return lineEdits(source.text, formattedText(source, parse, options));
}

/** The formatting edits that touch the lines of a range. */
export function formatRange(source: Source, range: Range, parse: Parse, options: FormatOptions): TextEdit[] {
  const lastLine =
    range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
  return formatDocument(source, parse, options).filter(
    (edit) => edit.range.start.line <= lastLine && edit.range.end.line >= range.start.line,
  );
}

/** A new file as *Format Document* would leave it. Unchanged if the configuration forbids it or has a mistake. */
export function formattedScript(
  file: string,
  text: string,
  parser: { parseScript: Parse },
  files: FileSystem,
): string {
  const parse: Parse = (script) => parser.parseScript(script);
  try {
    const options = formatOptionsFor(file, files);
    return options ? formattedText({ text, script: parse(text) }, parse, options) : text;
  } catch (error) {
    if (error instanceof FormatConfigurationError) return text;
    throw error;
  }
}

/** The change as edits of groups of lines, so that a cursor in other lines keeps its place. */
function lineEdits(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const a = before.split('\n');
  const b = after.split('\n');
  const edits: TextEdit[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
      continue;
    }
    const [nextI, nextJ] = nextCommon(a, b, i, j);
    edits.push(replaceLines(a, i, nextI, b.slice(j, nextJ), nextI >= a.length));
    i = nextI;
    j = nextJ;
  }
  return edits;
}

/** The nearest pair of lines from which both texts continue alike. */
function nextCommon(a: readonly string[], b: readonly string[], i: number, j: number): [number, number] {
  const reach = 60;
  for (let sum = 1; sum <= reach; sum++)
    for (let di = 0; di <= sum; di++) {
      const [x, y] = [i + di, j + sum - di];
      if (x < a.length && y < b.length && a[x] === b[y] && (a[x]!.trim() !== '' || x + 1 >= a.length))
        return [x, y];
    }
  return [a.length, b.length];
}

function replaceLines(
  a: readonly string[],
  from: number,
  to: number,
  lines: readonly string[],
  atEnd: boolean,
): TextEdit {
  if (!atEnd) {
    const newText = lines.map((line) => `${line}\n`).join('');
    return { range: { start: { line: from, character: 0 }, end: { line: to, character: 0 } }, newText };
  }
  // The last line has no newline after it, so the newline before it is removed too.
  const last = a.length - 1;
  const end = { line: last, character: a[last]!.length };
  if (from > last) return { range: { start: end, end }, newText: `\n${lines.join('\n')}` };
  if (lines.length === 0 && from > 0)
    return { range: { start: { line: from - 1, character: a[from - 1]!.length }, end }, newText: '' };
  return { range: { start: { line: from, character: 0 }, end }, newText: lines.join('\n') };
}
