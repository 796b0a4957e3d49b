import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from 'vscode-languageserver';
import { oneLine } from '../../shared/plain-text';
import { comparePositions } from '../../cmake/syntax/visit';
import type { EditFix, Fix } from '../../wrapping/diagnostics/diagnostic';
import { toUri } from '../translate/to-protocol';
import type { DiagnosticData } from '../diagnostics/script-diagnostics';

/** Whether a client that asks only for certain kinds of actions gets ours. A kind includes all its subkinds. */
export function wantsQuickFixes(only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((kind) => kind === '' || kind === CodeActionKind.QuickFix);
}

/** The diagnostics that a client sent back. Those that arrived without data get it from the known diagnostics. */
export function withRepairs(sent: readonly Diagnostic[], known: readonly Diagnostic[]): Diagnostic[] {
  return sent.map((diagnostic) => {
    if (diagnostic.data !== undefined) return diagnostic;
    const { range, code, message } = diagnostic;
    const same = known.find(
      (one) =>
        one.message === message &&
        one.code === code &&
        comparePositions(one.range.start, range.start) === 0 &&
        comparePositions(one.range.end, range.end) === 0,
    );
    return same ? { ...diagnostic, data: same.data as unknown } : diagnostic;
  });
}

/**
 * The fixes that the given diagnostics carry. The first one of each is preferred.
 * @param commands whether the client runs our extension's commands. Without them, only text edits are offered
 */
export function codeActions(uri: string, diagnostics: readonly Diagnostic[], commands = true): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const { fixes = [] } = (diagnostic.data ?? {}) as Partial<DiagnosticData>;
    const offered = fixes.filter((fix) => commands || 'edits' in fix);
    return offered.map((fix, n): CodeAction => ({
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      title: oneLine(fix.title),
      ...effectOf(uri, fix),
      isPreferred: n === 0,
    }));
  });
}

function effectOf(uri: string, fix: Fix): Pick<CodeAction, 'edit' | 'command'> {
  if ('edits' in fix) return { edit: { changes: changesOf(uri, fix.edits) } };
  const { title, command, args, file } = fix;
  const all = file === undefined ? args : [toUri(file), ...args];
  return { command: { title: oneLine(title), command, arguments: [...all] } };
}

function changesOf(uri: string, edits: EditFix['edits']): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, range, newText } of edits)
    (changes[file === undefined ? uri : toUri(file)] ??= []).push({ range, newText });
  return changes;
}
