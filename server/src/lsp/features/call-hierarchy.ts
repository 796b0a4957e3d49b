import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  SymbolKind,
} from 'vscode-languageserver';
import path from 'node:path';
import { oneLine } from '../../shared/plain-text';
import type { Position, Range } from '../../shared/text-range';
import { occurrenceAt } from '../../wrapping/index/script-facts';
import type { IndexedDefinition, WorkspaceIndex } from '../../wrapping/index/workspace-index';
import { toPath, toUri } from '../translate/to-protocol';
import type { FileContext } from '../session/file-context';

/** The macro or function at a position. */
export function prepareCallHierarchy(
  { facts, index, file }: FileContext,
  position: Position,
): CallHierarchyItem[] {
  const occurrence = occurrenceAt(facts, position);
  if (occurrence?.kind !== 'command') return [];
  const definitions = index.definitionsOf(occurrence.name);
  const own = definitions.filter((definition) => definition.file === file);
  return (own.length > 0 ? own : definitions).map(itemOf);
}

/** The callers of a macro or function: other macros and functions by name, and scripts that call it at top level. */
export function incomingCalls(index: WorkspaceIndex, item: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const callers = new Map<string, CallHierarchyIncomingCall>();
  for (const { file, occurrence } of index.occurrencesOf('command', item.name.toLowerCase())) {
    if (occurrence.role === 'define') continue;
    const inside =
      occurrence.definition === null ? undefined : index.factsOf(file)?.definitions[occurrence.definition];
    const key = `${file}\0${inside?.name ?? ''}`;
    const known = callers.get(key);
    if (known) known.fromRanges.push(occurrence.range);
    else
      callers.set(key, {
        from: inside ? itemOf({ ...inside, file }) : fileItem(file, index),
        fromRanges: [occurrence.range],
      });
  }
  return [...callers.values()];
}

/** The macros and functions of the workspace that it calls. */
export function outgoingCalls(index: WorkspaceIndex, item: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const facts = index.factsOf(toPath(item.uri));
  if (!facts) return [];
  const number = facts.definitions.findIndex(
    ({ name, range }) => name === item.name && sameStart(range, item.range),
  );
  const within = number < 0 ? null : number;
  if (within === null && item.kind !== SymbolKind.File) return [];
  const calls = new Map<string, CallHierarchyOutgoingCall>();
  for (const { kind, role, name, range, definition } of facts.occurrences) {
    if (kind !== 'command' || role !== 'read' || definition !== within) continue;
    const known = calls.get(name);
    const target = index.definitionFor(name, facts.file);
    if (known) known.fromRanges.push(range);
    else if (target) calls.set(name, { to: itemOf(target), fromRanges: [range] });
  }
  return [...calls.values()];
}

function itemOf({ name, kind, parameters, file, range, nameRange }: IndexedDefinition): CallHierarchyItem {
  return {
    name: oneLine(name),
    kind: SymbolKind.Function,
    detail: oneLine(`${kind}(${parameters.join(' ')})`),
    uri: toUri(file),
    range,
    selectionRange: nameRange,
  };
}

function fileItem(file: string, index: WorkspaceIndex): CallHierarchyItem {
  const start: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const detail = index.moduleOf(file) ?? path.dirname(file);
  return {
    name: oneLine(path.basename(file)),
    kind: SymbolKind.File,
    detail: oneLine(detail),
    uri: toUri(file),
    range: start,
    selectionRange: start,
  };
}

const sameStart = (a: Range, b: Range): boolean =>
  a.start.line === b.start.line && a.start.character === b.start.character;
