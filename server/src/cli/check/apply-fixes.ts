import { realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { textOrNullSync } from '../../host/read-regular-file';
import type { Range } from '../../shared/text-range';
import type { Diagnostic, EditFix } from '../../wrapping/diagnostics/diagnostic';
import { isIn } from './check-target';

/** A change of one file. */
interface FileEdit {
  range: Range;
  newText: string;
}

/**
 * Applies the fixes of findings to the files in a source tree, and returns how many were applied. A finding is fixed only if
 * it has exactly one repair that is an edit, because otherwise somebody must choose. Fixes that overlap an earlier one, or
 * that reach outside of the source tree, are not applied.
 */
export function applyFixes(findings: readonly Diagnostic[], source: string): number {
  const edits = new Map<string, FileEdit[]>();
  const known = new Set<string>();
  let applied = 0;
  for (const finding of findings) {
    const fix = onlyEdit(finding);
    if (fix === null) continue;
    const parts = fix.edits.map(({ range, newText, file }) => ({
      file: file ?? finding.location.file,
      edit: { range, newText },
    }));
    // Several findings may have the same repair, such as a dependency that a module lacks.
    const key = JSON.stringify(parts);
    if (known.has(key)) continue;
    const isFree = parts.every(
      ({ file, edit }) =>
        isWritable(file, source) &&
        !(edits.get(file) ?? []).some((other) => overlap(other.range, edit.range)),
    );
    if (!isFree) continue;
    known.add(key);
    for (const { file, edit } of parts) edits.set(file, [...(edits.get(file) ?? []), edit]);
    applied++;
  }
  for (const [file, changes] of edits) rewrite(file, changes);
  return applied;
}

function onlyEdit({ fixes = [] }: Diagnostic): EditFix | null {
  const [fix] = fixes;
  return fixes.length === 1 && fix !== undefined && 'edits' in fix ? fix : null;
}

/** Whether a file is in the source tree, and is not a link that leads out of it. */
function isWritable(file: string, source: string): boolean {
  try {
    return isIn(realpathSync(file), source) && path.isAbsolute(file);
  } catch {
    return false;
  }
}

/** Two insertions at the same place overlap too, because their order would be arbitrary. */
function overlap(one: Range, other: Range): boolean {
  const before = (a: Range, b: Range): boolean =>
    a.end.line < b.start.line || (a.end.line === b.start.line && a.end.character <= b.start.character);
  const isSame = JSON.stringify(one.start) === JSON.stringify(other.start);
  return isSame || !(before(one, other) || before(other, one));
}

function rewrite(file: string, edits: readonly FileEdit[]): void {
  const text = textOrNullSync(file);
  if (text === null) return;
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const document = TextDocument.create('', 'cmake', 0, text);
  const own = edits.map(({ range, newText }) => ({ range, newText: newText.replace(/\r?\n/g, newLine) }));
  writeFileSync(file, TextDocument.applyEdits(document, own));
}
