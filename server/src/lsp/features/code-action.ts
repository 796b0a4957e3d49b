import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from 'vscode-languageserver';
import { oneLine } from '../../shared/plain-text';
import { comparePositions } from '../../cmake/syntax/visit';
import type { Fix } from '../../wrapping/diagnostics/checks/finding';
import { toUri } from '../translate/to-protocol';
import type { DiagnosticData } from '../diagnostics/script-diagnostics';

/** Whether a client that asks for certain kinds of actions alone gets ours. Kinds name all that begin with them. */
export function wantsQuickFixes(only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((kind) => kind === '' || kind === CodeActionKind.QuickFix);
}

/** The diagnostics as they are known here, with their repairs, of those that a client sent back. */
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
 * The repairs of the diagnostics at hand, which carry them: changes of text first.
 * @param commands whether the client runs our extension's commands; without them, only changes of text are offered
 */
export function codeActions(uri: string, diagnostics: readonly Diagnostic[], commands = true): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const { fixes = [], runs = [] } = (diagnostic.data ?? {}) as DiagnosticData;
    const common = { kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] };
    return [
      ...fixes.map(({ title, edits }): CodeAction => ({
        ...common,
        title: oneLine(title),
        edit: { changes: changesOf(uri, edits) },
      })),
      ...(commands ? runs : []).map(({ title, command, args }): CodeAction => ({
        ...common,
        title: oneLine(title),
        command: { title: oneLine(title), command, arguments: args },
      })),
    ].map((action, n) => ({ ...action, isPreferred: n === 0 }));
  });
}

function changesOf(uri: string, edits: Fix['edits']): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, range, newText } of edits)
    (changes[file === undefined ? uri : toUri(file)] ??= []).push({ range, newText });
  return changes;
}
