import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import { commands } from '../protocol';
import { codes, type DiagnosticData } from './diagnostics';

/** The repairs of the diagnostics at hand. */
export function codeActions(diagnostics: readonly Diagnostic[]): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    if (diagnostic.code !== codes.pklMissing && diagnostic.code !== codes.stampMissing) return [];
    const { module } = (diagnostic.data ?? {}) as Partial<DiagnosticData>;
    if (module === undefined) return [];
    const title = `Run igenerator for ${module}`;
    return [
      {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        isPreferred: true,
        command: { title, command: commands.runIgenerator, arguments: [{ module }] },
      },
    ];
  });
}
