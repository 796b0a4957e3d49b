import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from 'vscode-languageserver';
import { oneLine } from '../util/plain-text';
import type { Fix } from '../wrapping/checks/finding';
import { toUri } from './convert';
import type { DiagnosticData } from './diagnostics';

/** The repairs of the diagnostics at hand, which carry them: changes of text first. */
export function codeActions(uri: string, diagnostics: readonly Diagnostic[]): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const { fixes = [], runs = [] } = (diagnostic.data ?? {}) as DiagnosticData;
    const common = { kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] };
    return [
      ...fixes.map(({ title, edits }): CodeAction => ({
        ...common,
        title: oneLine(title),
        edit: { changes: changesOf(uri, edits) },
      })),
      ...runs.map(({ title, command, args }): CodeAction => ({
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
