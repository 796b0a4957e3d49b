import path from 'node:path';
import type { Range } from '../../../shared/text-range';
import { contains } from '../../../cmake/syntax/visit';
import { type FileFacts, ORDER_VARIABLE } from '../../index/script-facts';
import type { WorkspaceIndex } from '../../index/workspace-index';
import type { Fix } from './finding';

/** What puts a mistake between files right, in words that an evaluation can say without knowing the files' text. */
export type Repair =
  | { kind: 'order'; dir: string; first: string; second: string }
  | { kind: 'depends'; module: string; needed: string }
  /** A variable of the file itself has another name now. */
  | { kind: 'rename'; variable: string; to: string };

/**
 * The change that a repair asks for; null if the place to change is not known.
 * @param own the file that the mistake is in, and the range of the mistake
 */
export function fixOf(
  index: WorkspaceIndex,
  repair: Repair,
  own: { facts: FileFacts; range: Range },
): Fix | null {
  switch (repair.kind) {
    case 'order':
      return orderFix(index, repair.dir, repair.first, repair.second);
    case 'depends':
      return dependsFix(index, repair.module, repair.needed);
    case 'rename':
      return renameFix(own, repair.variable, repair.to);
  }
}

function renameFix(own: { facts: FileFacts; range: Range }, variable: string, to: string): Fix | null {
  const found = own.facts.occurrences.find(
    ({ kind, name, range }) => kind === 'variable' && name === variable && contains(own.range, range.start),
  );
  return found ? { title: `Change to ${to}`, edits: [{ range: found.range, newText: to }] } : null;
}

/** Puts a type before another in the order of the module in `dir`. Listed types come before those that are not. */
export function orderFix(index: WorkspaceIndex, dir: string, first: string, second: string): Fix | null {
  const file = path.join(dir, 'CMakeLists.txt');
  const facts = index.factsOf(file);
  if (!facts) return null;
  const listed = facts.occurrences.filter(({ kind }) => kind === 'type');
  const at = listed.find(({ name }) => name === second);
  const own = listed.find(({ name }) => name === first);
  const order = facts.occurrences.find(
    ({ kind, role, name }) => kind === 'variable' && role === 'write' && name === ORDER_VARIABLE,
  );
  const title = `Wrap ${first} before ${second}`;
  const oneLine = order !== undefined && order.range.end.line === listed.at(-1)?.range.end.line;
  const between = ({ range }: { range: Range }): string =>
    oneLine ? ' ' : `\n${' '.repeat(range.start.character)}`;
  if (at) {
    const start = at.range.start;
    const edits = [{ range: { start, end: start }, newText: first + between(at), file }];
    return { title, edits: own ? [{ range: own.range, newText: '', file }, ...edits] : edits };
  }
  if (own) return null;
  const last = listed.at(-1);
  if (order && last) {
    const end = last.range.end;
    return { title, edits: [{ range: { start: end, end }, newText: between(last) + first, file }] };
  }
  const module = facts.occurrences.find(({ kind }) => kind === 'module');
  if (order || !module) return null;
  const start = { line: module.range.end.line + 1, character: 0 };
  const newText = `set(${ORDER_VARIABLE} ${first})\n`;
  return { title, edits: [{ range: { start, end: start }, newText, file }] };
}

/** Adds a module to the DEPENDS of another in its itk-module.cmake. */
export function dependsFix(index: WorkspaceIndex, module: string, needed: string): Fix | null {
  const found = index.moduleNamed(module);
  if (!found?.dependsEnd) return null;
  const end = found.dependsEnd;
  return {
    title: `Add ${needed} to the DEPENDS of ${module}`,
    edits: [{ range: { start: end, end }, newText: `\n    ${needed}`, file: found.file }],
  };
}
