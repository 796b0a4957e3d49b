import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Range } from '../../shared/text-range';
import { ORDER_VARIABLE } from '../index/script-facts';
import type { WorkspaceIndex } from '../index/workspace-index';
import { commands } from '../../shared/protocol';
import type { CommandFix, EditFix } from './diagnostic';

/** Replaces a range of the file. */
export const changeTo = (newText: string, range: Range): EditFix => ({
  title: l10n.t('Change to {0}', newText),
  edits: [{ range, newText }],
});

/** Removes a range of the file. */
export const remove = (what: string, range: Range): EditFix => ({
  title: l10n.t('Remove {0}', what),
  edits: [{ range, newText: '' }],
});

/** Moves a type before another in the order of the module in `dir`. Types in the order come before all others. */
export function orderFix(index: WorkspaceIndex, dir: string, first: string, second: string): EditFix | null {
  const file = path.join(dir, 'CMakeLists.txt');
  const facts = index.factsOf(file);
  if (!facts) return null;
  const listed = facts.occurrences.filter(({ kind }) => kind === 'type');
  const at = listed.find(({ name }) => name === second);
  const own = listed.find(({ name }) => name === first);
  const order = facts.occurrences.find(
    ({ kind, role, name }) => kind === 'variable' && role === 'write' && name === ORDER_VARIABLE,
  );
  const title = l10n.t('Wrap {0} before {1}', first, second);
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

/** Adds a module to the DEPENDS of another one in its itk-module.cmake. Null if that file is not known. */
export function dependsFix(index: WorkspaceIndex, module: string, needed: string): EditFix | null {
  const found = index.moduleNamed(module);
  if (!found) return null;
  const end = found.dependsEnd ?? found.nameRange.end;
  const newText = found.dependsEnd ? `\n    ${needed}` : `\n  DEPENDS\n    ${needed}`;
  return {
    title: l10n.t('Add {0} to the DEPENDS of {1}', needed, module),
    edits: [{ range: { start: end, end }, newText, file: found.file }],
  };
}

/** The whole lines of a range, including the last line break. */
export function wholeLine({ start, end }: Range): Range {
  return { start: { line: start.line, character: 0 }, end: { line: end.line + 1, character: 0 } };
}

/** Asks what would wrap a type. */
export const findWhatWraps = (cppType: string): CommandFix => ({
  title: l10n.t('Find what would wrap {0}…', cppType),
  command: commands.why,
  args: [cppType],
});
