import { ITK_FORMAT_OPTIONS } from '../../server/src/cmake/format/options';
import assert from 'node:assert/strict';
import type { LocationLink, TextEdit } from 'vscode-languageserver';
import type { Script } from '../../server/src/cmake/syntax/ast';
import { prepareCallHierarchy } from '../../server/src/lsp/features/call-hierarchy';
import { completion } from '../../server/src/lsp/features/completion';
import { diagnosticsOf } from '../../server/src/lsp/diagnostics/script-diagnostics';
import { documentLinks } from '../../server/src/lsp/features/document-links';
import type { FileContext } from '../../server/src/lsp/session/file-context';
import { foldingRanges } from '../../server/src/lsp/features/folding';
import { formatDocument } from '../../server/src/lsp/features/formatting';
import { hoverInWrap } from '../../server/src/lsp/features/hover/type-hover';
import { hoverOfName } from '../../server/src/lsp/features/hover/hover-names';
import { inlayHints } from '../../server/src/lsp/features/inlay-hints';
import { definition, highlights, references } from '../../server/src/lsp/features/navigation';
import { prepareRename, RenameError } from '../../server/src/lsp/features/rename';
import { selectionRange } from '../../server/src/lsp/features/selection';
import { semanticTokens } from '../../server/src/lsp/features/semantic-tokens';
import { signatureHelp } from '../../server/src/lsp/features/signature-help';
import { documentSymbols } from '../../server/src/lsp/features/document-symbols';
import type { Position, Range } from '../../server/src/shared/text-range';

/** Whether expensive features are called at every position, or only where a name begins. */
export interface Thoroughness {
  everyPosition: boolean;
}

/**
 * Calls every feature at every position of a file, and checks properties of each answer: ranges are inside the text,
 * selections nest, and highlighted places have the same text. Returns the number of positions.
 */
export function askEverything(
  context: FileContext,
  parse: (text: string) => Script,
  { everyPosition }: Thoroughness = { everyPosition: true },
): number {
  const { script, facts, text, index } = context;
  const lines = text.split('\n');
  const inText = (range: Range): void => {
    assert.ok(
      inside(lines, range.start) && inside(lines, range.end),
      `a range outside of the text: ${JSON.stringify(range)}`,
    );
    assert.ok(
      compare(range.start, range.end) <= 0,
      `a range that ends before it begins: ${JSON.stringify(range)}`,
    );
  };
  for (const symbol of documentSymbols(script, facts)) {
    inText(symbol.range);
    assert.ok(holds(symbol.range, symbol.selectionRange), `${symbol.name}: its name is outside of it`);
  }
  for (const { startLine, endLine } of foldingRanges(script, facts))
    assert.ok(
      0 <= startLine && startLine < endLine && endLine < lines.length,
      `a fold ${startLine}–${endLine}`,
    );
  checkTokens(semanticTokens(facts, index), lines);
  for (const { range } of documentLinks(context)) inText(range);
  const whole = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
  for (const { position } of inlayHints(context, whole, {
    counts: true,
    loopValues: true,
    parameterNames: true,
  }))
    assert.ok(inside(lines, position));
  for (const { range } of diagnosticsOf({ ...context, inBuild: false }, {})) inText(range);
  checkEdits(formatDocument(context, parse, ITK_FORMAT_OPTIONS), inText);

  let positions = 0;
  for (const [line, content] of lines.entries())
    for (let character = 0; character <= content.length; character++) {
      const position = { line, character };
      positions++;
      const begins = /\W/.test(content[character - 1] ?? ' ');
      const same = highlights(context, position);
      for (const { range } of same) inText(range);
      assert.ok(
        new Set(same.map(({ range }) => textAt(lines, range).toLowerCase())).size <= 1,
        'highlights read the same',
      );
      for (const { originSelectionRange } of definition(context, position) as Required<LocationLink>[])
        assert.ok(holds(originSelectionRange, { start: position, end: position }));
      let selection = selectionRange(script, facts, text, position);
      inText(selection.range);
      for (; selection.parent; selection = selection.parent)
        assert.ok(holds(selection.parent.range, selection.range), 'selections nest');
      signatureHelp(script, index, position, true);
      hoverInWrap(script, position, { type: undefined, module: undefined }, ALL);
      if (!everyPosition && !begins) continue;
      hoverOfName(context, position, ALL);
      prepareCallHierarchy(context, position);
      refuses(() => prepareRename(context, position, RENAMING));
      if (!begins) continue;
      references(context, position, true);
      completion(context, position, { snippets: true });
    }
  return positions;
}

function checkTokens(data: readonly number[], lines: readonly string[]): void {
  let [line, character, end] = [0, 0, 0];
  for (let n = 0; n < data.length; n += 5) {
    if (data[n]! > 0) [line, character, end] = [line + data[n]!, 0, 0];
    character += data[n + 1]!;
    assert.ok(character >= end, `tokens overlap in line ${line + 1}`);
    end = character + data[n + 2]!;
    assert.ok(end <= lines[line]!.length, `a token reaches over the end of line ${line + 1}`);
  }
}

function checkEdits(edits: readonly TextEdit[], inText: (range: Range) => void): void {
  for (const [n, { range }] of edits.entries()) {
    inText(range);
    assert.ok(n === 0 || compare(edits[n - 1]!.range.end, range.start) <= 0, 'edits do not overlap');
  }
}

/** The capabilities of our extension's client. */
const ALL = { commands: true, icons: true };

const RENAMING = {
  isEditable: () => true,
  parse: (): never => assert.fail('a rename is prepared without reading other files'),
  build: () => undefined,
};

function refuses(ask: () => unknown): void {
  try {
    ask();
  } catch (error) {
    if (!(error instanceof RenameError)) throw error;
  }
}

const compare = (a: Position, b: Position): number => a.line - b.line || a.character - b.character;
const holds = (outer: Range, inner: Range): boolean =>
  compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;
const inside = (lines: readonly string[], { line, character }: Position): boolean =>
  line >= 0 && line < lines.length && character >= 0 && character <= lines[line]!.length;
const textAt = (lines: readonly string[], { start, end }: Range): string =>
  start.line === end.line ? lines[start.line]!.slice(start.character, end.character) : '';
