import {
  type DocumentSymbol,
  type SymbolInformation,
  SymbolKind,
  type WorkspaceSymbol,
} from 'vscode-languageserver';
import type { Command, Script } from '../cmake/ast';
import { comparePositions, contains, visitCommands } from '../cmake/walk';
import type { Range } from '../util/text';
import { type FileFacts, typeNameOfWrap } from '../wrapping/facts';
import type { WorkspaceIndex } from '../wrapping/workspaceIndex';
import { toUri } from './convert';

/** The outline: classes with what each wraps, macros and functions, module, order and variables of macro files. */
export function documentSymbols(script: Script, facts: FileFacts): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  const parents: DocumentSymbol[] = [];
  for (const { className, methods, range, nameRange, command } of facts.classes) {
    const children = symbolsOfClass(script, range, command);
    const detail = methods.join(' ');
    parents.push(symbol(className, detail, SymbolKind.Class, range, nameRange, children));
  }
  for (const definition of facts.definitions) {
    const detail = `${definition.kind}(${definition.parameters.join(' ')})`;
    parents.push(
      symbol(definition.name, detail, SymbolKind.Function, definition.range, definition.nameRange),
    );
  }
  symbols.push(...parents, ...symbolsOfCommands(script, facts, parents));
  return symbols.sort((a, b) => comparePositions(a.range.start, b.range.start));
}

/** The outline for clients that take no tree: every symbol with the name of the one around it. */
export function flatSymbols(symbols: readonly DocumentSymbol[], uri: string): SymbolInformation[] {
  const flat: SymbolInformation[] = [];
  const add = ({ name, kind, range, children = [] }: DocumentSymbol, containerName?: string): void => {
    flat.push({ name, kind, location: { uri, range }, containerName });
    for (const child of children) add(child, name);
  };
  for (const symbol of symbols) add(symbol);
  return flat;
}

/** Types, classes, macros and modules whose names hold the letters of `query` in their order. */
export function workspaceSymbols(index: WorkspaceIndex, query: string, limit = 500): WorkspaceSymbol[] {
  const found: { symbol: WorkspaceSymbol; rank: number }[] = [];
  const add = (name: string, kind: SymbolKind, file: string, range: Range, containerName?: string): void => {
    const rank = rankOf(name, query);
    if (rank !== null)
      found.push({ symbol: { name, kind, location: { uri: toUri(file), range }, containerName }, rank });
  };
  for (const [type, files] of index.allWraps())
    for (const file of files) add(type, SymbolKind.File, file, firstLine, index.moduleOf(file) ?? undefined);
  for (const file of index.files())
    for (const { className, nameRange } of index.factsOf(file)?.classes ?? [])
      // What a macro or a loop composes has no name to look for.
      if (!className.includes('${')) add(className, SymbolKind.Class, file, nameRange, typeNameOfWrap(file));
  for (const { name, file, nameRange } of index.allDefinitions())
    add(name, SymbolKind.Function, file, nameRange);
  for (const name of index.moduleNames()) {
    const module = index.moduleNamed(name)!;
    add(name, SymbolKind.Module, module.file, module.nameRange);
  }
  return found
    .sort((a, b) => a.rank - b.rank || a.symbol.name.localeCompare(b.symbol.name))
    .slice(0, limit)
    .map(({ symbol }) => symbol);
}

const firstLine: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Lower is better: the whole name, its beginning, a part of it, its letters in order. Null where they are not. */
function rankOf(name: string, query: string): number | null {
  const text = name.toLowerCase();
  const wanted = query.toLowerCase();
  if (text === wanted) return 0;
  if (text.startsWith(wanted)) return 1;
  if (text.includes(wanted)) return 2;
  let at = -1;
  for (const letter of wanted) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return null;
  }
  return 3;
}

const wrapping = /^itk_wrap_(?:template|image_filter|image_filter_combinations|image_filter_types)$/i;

function symbolsOfClass(script: Script, range: Range, opening: Command): DocumentSymbol[] {
  const children: DocumentSymbol[] = [];
  for (const { command } of visitCommands(script.statements)) {
    if (command === opening || !contains(range, command.range.start) || !wrapping.test(command.name))
      continue;
    const name = command.args[0]?.text || command.name;
    const detail = command.args
      .slice(1)
      .map(({ text }) => text)
      .join(' ');
    children.push(symbol(name, detail, SymbolKind.TypeParameter, command.range, command.nameRange));
  }
  return children;
}

function symbolsOfCommands(
  script: Script,
  facts: FileFacts,
  parents: readonly DocumentSymbol[],
): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  const outside = ({ start }: Range): boolean => !parents.some(({ range }) => contains(range, start));
  for (const { command, inside } of visitCommands(script.statements)) {
    const name = command.name.toLowerCase();
    const first = command.args[0];
    if (!first || inside || !outside(command.range)) continue;
    if (name === 'itk_wrap_module' || name === 'itk_module')
      symbols.push(symbol(first.text, '', SymbolKind.Module, command.range, first.range));
    else if (name === 'set')
      symbols.push(symbol(first.text, valueOf(command), SymbolKind.Variable, command.range, first.range));
    else if (name === 'wrap_type')
      symbols.push(
        symbol(first.text, command.args[1]?.text ?? '', SymbolKind.Interface, command.range, first.range),
      );
  }
  for (const child of symbols) {
    const order = facts.occurrences.filter(
      ({ kind, range }) => kind === 'type' && contains(child.range, range.start),
    );
    if (order.length > 0)
      child.children = order.map(({ name, range }) => symbol(name, '', SymbolKind.File, range, range));
  }
  return symbols;
}

function valueOf(command: Command): string {
  const text = command.args
    .slice(1)
    .map((argument) => argument.text)
    .join(' ');
  return text.replace(/\s+/g, ' ').slice(0, 80);
}

function symbol(
  name: string,
  detail: string,
  kind: SymbolKind,
  range: Range,
  selectionRange: Range,
  children?: DocumentSymbol[],
): DocumentSymbol {
  return { name: name.trim() || '…', detail, kind, range, selectionRange, children };
}
