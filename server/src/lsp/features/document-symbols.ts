import {
  type DocumentSymbol,
  type SymbolInformation,
  SymbolKind,
  type WorkspaceSymbol,
} from 'vscode-languageserver';
import type { Command, Script } from '../../cmake/syntax/ast';
import { comparePositions, contains, visitCommands } from '../../cmake/syntax/visit';
import { oneLine } from '../../shared/plain-text';
import type { Position, Range } from '../../shared/text-range';
import { type FileFacts, typeNameOfWrap } from '../../wrapping/index/script-facts';
import type { WorkspaceIndex } from '../../wrapping/index/workspace-index';
import { toUri } from '../translate/to-protocol';

/**
 * The outline: classes with what each of them wraps, macros and functions, and the module, order and variables of macro
 * files.
 */
export function documentSymbols(script: Script, facts: FileFacts): DocumentSymbol[] {
  const parents: DocumentSymbol[] = [];
  const wraps = new WrappingCommands(script);
  for (const { className, methods, range, nameRange, command } of facts.classes) {
    const children = wraps.symbolsWithin(range, command);
    const detail = methods.join(' ');
    parents.push(symbol(className, detail, SymbolKind.Class, range, nameRange, children));
  }
  for (const definition of facts.definitions) {
    const detail = `${definition.kind}(${definition.parameters.join(' ')})`;
    parents.push(
      symbol(definition.name, detail, SymbolKind.Function, definition.range, definition.nameRange),
    );
  }
  return parents
    .concat(symbolsOfCommands(script, facts, parents))
    .sort((a, b) => comparePositions(a.range.start, b.range.start));
}

/** The outline for clients that do not support a tree. Each symbol has the name of its container. */
export function flatSymbols(symbols: readonly DocumentSymbol[], uri: string): SymbolInformation[] {
  const flat: SymbolInformation[] = [];
  const add = ({ name, kind, range, children = [] }: DocumentSymbol, containerName?: string): void => {
    flat.push({ name, kind, location: { uri, range }, containerName });
    for (const child of children) add(child, name);
  };
  for (const symbol of symbols) add(symbol);
  return flat;
}

/** Types, classes, macros and modules whose names contain the letters of `query` in the same order. */
export function workspaceSymbols(index: WorkspaceIndex, query: string, limit = 500): WorkspaceSymbol[] {
  const found: { symbol: WorkspaceSymbol; rank: number }[] = [];
  const add = (name: string, kind: SymbolKind, file: string, range: Range, containerName?: string): void => {
    const rank = rankOf(name, query);
    if (rank !== null)
      found.push({
        symbol: {
          name: oneLine(name),
          kind,
          location: { uri: toUri(file), range },
          containerName: containerName && oneLine(containerName),
        },
        rank,
      });
  };
  for (const [type, files] of index.allWraps())
    for (const file of files) add(type, SymbolKind.File, file, firstLine, index.moduleOf(file) ?? undefined);
  for (const file of index.files())
    for (const { className, nameRange } of index.factsOf(file)?.classes ?? [])
      // A name that a macro or a loop composes cannot be searched for.
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

/**
 * How well a name matches, lower being better: equal, a prefix, a substring, its letters in order. Null if it does not
 * match.
 */
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

/** The maximum length of the text beside a name in the outline. */
const DETAIL_LIMIT = 80;

const wrapping = /^itk_wrap_(?:template|image_filter|image_filter_combinations|image_filter_types)$/i;

/** Finds the commands that wrap something within a class. Both are in the order of the text. */
class WrappingCommands {
  private readonly commands: Command[] = [];

  constructor(script: Script) {
    for (const { command } of visitCommands(script.statements))
      if (wrapping.test(command.name)) this.commands.push(command);
  }

  symbolsWithin(range: Range, opening: Command): DocumentSymbol[] {
    const found: DocumentSymbol[] = [];
    for (let n = firstBehind(this.commands, range.start); n < this.commands.length; n++) {
      const command = this.commands[n]!;
      if (!contains(range, command.range.start)) break;
      if (command !== opening) found.push(this.symbolOf(command));
    }
    return found;
  }

  private symbolOf({ name: own, args, range, nameRange }: Command): DocumentSymbol {
    const detail = args.slice(1).map(({ text }) => text);
    return symbol(args[0]?.text || own, detail.join(' '), SymbolKind.TypeParameter, range, nameRange);
  }
}

/** The index of the first range, in a sorted list, that does not begin before a position. */
function firstBehind(sorted: readonly { range: Range }[], position: Position): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePositions(sorted[middle]!.range.start, position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function symbolsOfCommands(
  script: Script,
  facts: FileFacts,
  parents: readonly DocumentSymbol[],
): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  const sorted = parents.toSorted((a, b) => comparePositions(a.range.start, b.range.start));
  let next = 0;
  let covered: Position = { line: -1, character: 0 };
  /** Must be called with ranges in the order of the text. */
  const outside = ({ start }: Range): boolean => {
    for (; next < sorted.length && comparePositions(sorted[next]!.range.start, start) <= 0; next++)
      if (comparePositions(covered, sorted[next]!.range.end) < 0) covered = sorted[next]!.range.end;
    return comparePositions(covered, start) < 0;
  };
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
  const types = facts.occurrences.filter(({ kind }) => kind === 'type');
  for (const child of symbols) {
    const from = firstBehind(types, child.range.start);
    let to = from;
    while (to < types.length && contains(child.range, types[to]!.range.start)) to++;
    if (to > from)
      child.children = types
        .slice(from, to)
        .map(({ name, range }) => symbol(name, '', SymbolKind.File, range, range));
  }
  return symbols;
}

function valueOf(command: Command): string {
  const text = command.args
    .slice(1)
    .map((argument) => argument.text)
    .join(' ');
  return text.slice(0, 1000).replace(/\s+/g, ' ').slice(0, 80);
}

function symbol(
  name: string,
  detail: string,
  kind: SymbolKind,
  range: Range,
  selectionRange: Range,
  children?: DocumentSymbol[],
): DocumentSymbol {
  return {
    name: oneLine(name.trim()) || '…',
    detail: oneLine(detail, DETAIL_LIMIT),
    kind,
    range,
    selectionRange,
    children,
  };
}
