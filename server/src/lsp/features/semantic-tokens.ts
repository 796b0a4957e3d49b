import { SemanticTokensBuilder, type SemanticTokensLegend } from 'vscode-languageserver';
import type { Range } from '../../shared/text-range';
import type { FileFacts, Occurrence } from '../../wrapping/index/script-facts';
import { isShared } from '../../wrapping/index/variable-kind';
import type { WorkspaceIndex } from '../../wrapping/index/workspace-index';

const types = [
  'macro',
  'function',
  'variable',
  'parameter',
  'class',
  'type',
  'namespace',
  'enumMember',
] as const;
const modifiers = ['declaration', 'modification', 'readonly', 'defaultLibrary'] as const;

/** The token types and modifiers that the encoded tokens refer to. */
export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...types],
  tokenModifiers: [...modifiers],
};

interface Token {
  range: Range;
  type: (typeof types)[number];
  modifiers: (typeof modifiers)[number][];
}

/** The encoded tokens of a file, or of the lines in `within`. */
export function semanticTokens(facts: FileFacts, index: WorkspaceIndex, within?: Range): number[] {
  const builder = new SemanticTokensBuilder();
  for (const { range, type, modifiers: set } of flat(tokensOf(facts, index))) {
    if (within && (range.end.line < within.start.line || range.start.line > within.end.line)) continue;
    const bits = set.reduce((sum, modifier) => sum | (1 << modifiers.indexOf(modifier)), 0);
    const { line, character } = range.start;
    builder.push(line, character, range.end.character - character, types.indexOf(type), bits);
  }
  return builder.build().data;
}

function tokensOf(facts: FileFacts, index: WorkspaceIndex): Token[] {
  const tokens = facts.occurrences.flatMap((occurrence) => tokenOf(occurrence, facts.file, index) ?? []);
  for (const { methods, command } of facts.classes)
    for (const method of methods) {
      const argument = command.args.find(({ kind, text }) => kind === 'unquoted' && text === method);
      if (argument) tokens.push({ range: argument.range, type: 'enumMember', modifiers: [] });
    }
  return tokens;
}

function tokenOf({ kind, name, range, role }: Occurrence, file: string, index: WorkspaceIndex): Token | null {
  switch (kind) {
    case 'command': {
      const definition = index.definitionFor(name, file);
      if (!definition) return null;
      return { range, type: definition.kind, modifiers: role === 'define' ? ['declaration'] : [] };
    }
    case 'variable':
      return {
        range,
        type: 'variable',
        modifiers: [
          ...(role === 'write' ? (['modification'] as const) : []),
          ...(isShared(name) ? (['defaultLibrary'] as const) : []),
        ],
      };
    case 'parameter':
      return { range, type: 'parameter', modifiers: role === 'define' ? ['declaration'] : [] };
    case 'class':
      return { range, type: 'class', modifiers: [] };
    case 'type':
      return { range, type: 'type', modifiers: [] };
    case 'module':
      return { range, type: 'namespace', modifiers: role === 'define' ? ['declaration'] : [] };
    case 'header':
      return null;
  }
}

/**
 * Splits overlapping tokens, which the protocol does not allow. `${a${b}c}` becomes the pieces of the outer name around the
 * inner one. Tokens of several lines are omitted.
 */
function flat(tokens: Token[]): Token[] {
  const sorted = tokens
    .filter(({ range }) => range.start.line === range.end.line && range.end.character > range.start.character)
    .sort(
      (a, b) =>
        a.range.start.line - b.range.start.line ||
        a.range.start.character - b.range.start.character ||
        b.range.end.character - a.range.end.character,
    );
  const result: Token[] = [];
  const open: Token[] = [];
  let at = { line: -1, character: 0 };
  const emit = (token: Token, end: number): void => {
    const { line } = token.range.start;
    const start = Math.max(token.range.start.character, at.line === line ? at.character : 0);
    if (end > start)
      result.push({ ...token, range: { start: { line, character: start }, end: { line, character: end } } });
    if (line > at.line || end > at.character) at = { line, character: Math.max(end, start) };
  };
  const closeBefore = (line: number, character: number): void => {
    for (let top = open.at(-1); top; top = open.at(-1)) {
      if (top.range.start.line === line && top.range.end.character > character) return;
      emit(top, top.range.end.character);
      open.pop();
    }
  };
  for (const token of sorted) {
    const { line, character } = token.range.start;
    closeBefore(line, character);
    const outer = open.at(-1);
    if (outer) emit(outer, character);
    open.push(token);
  }
  closeBefore(Infinity, 0);
  return result;
}
