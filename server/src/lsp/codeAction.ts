import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import { commands } from '../protocol';
import type { DiagnosticData } from './diagnostics';

/** The repairs of the diagnostics at hand, which carry them. */
export function codeActions(uri: string, diagnostics: readonly Diagnostic[]): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const { module, fixes } = (diagnostic.data ?? {}) as DiagnosticData;
    if (module !== undefined) return [runIgenerator(module, diagnostic)];
    return (fixes ?? []).map(({ title, edits }, n): CodeAction => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred: n === 0,
      edit: { changes: { [uri]: edits } },
    }));
  });
}

function runIgenerator(module: string, diagnostic: Diagnostic): CodeAction {
  const title = `Run igenerator for ${module}`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: true,
    command: { title, command: commands.runIgenerator, arguments: [{ module }] },
  };
}
