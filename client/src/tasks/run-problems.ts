import path from 'node:path';
import * as vscode from 'vscode';
import { type OutputProblem, type ProblemMatcher, ProblemReader } from './problem-lines';
import { diagnostic } from '../ui/annotations';

/**
 * The problems that runs print, in the *Problems* view: read from the output itself by the matchers of package.json. The
 * editor's own reading of a task's terminal ends when the task does, whether or not it has come to the last line.
 */
export class RunProblems implements vscode.Disposable {
  private readonly collections = new Map<string, vscode.DiagnosticCollection>();
  private readonly matchers: readonly ProblemMatcher[];

  constructor(extension: vscode.Extension<unknown>) {
    const { contributes } = extension.packageJSON as { contributes: { problemMatchers: ProblemMatcher[] } };
    this.matchers = contributes.problemMatchers;
  }

  /**
   * Takes away what the last run of this kind found, and gives a function that takes this one's output line by line.
   * @param names matchers, in the order in which they are asked
   * @param cwd what relative paths are relative to
   */
  begin(kind: string, names: readonly string[], cwd: string): (line: string) => void {
    const collection =
      this.collections.get(kind) ?? vscode.languages.createDiagnosticCollection(`itk-wrap ${kind}`);
    this.collections.set(kind, collection);
    collection.clear();
    const reader = new ProblemReader(
      names.flatMap((name) => this.matchers.find((each) => each.name === name) ?? []),
    );
    return (line) => {
      const problem = reader.read(line);
      if (!problem) return;
      const uri = vscode.Uri.file(path.resolve(cwd, problem.file));
      const before = collection.get(uri) ?? [];
      const found = diagnosticOf(problem);
      const known = before.some(
        ({ message, range }) => message === found.message && range.isEqual(found.range),
      );
      if (!known) collection.set(uri, [...before, found]);
    };
  }

  dispose(): void {
    for (const collection of this.collections.values()) collection.dispose();
  }
}

function diagnosticOf({ line, column, severity, code, message, source }: OutputProblem): vscode.Diagnostic {
  const severities = {
    error: vscode.DiagnosticSeverity.Error,
    warning: vscode.DiagnosticSeverity.Warning,
    info: vscode.DiagnosticSeverity.Information,
  };
  // To the end of the line: tools name where something begins.
  const range = new vscode.Range(line - 1, column - 1, line - 1, Number.MAX_SAFE_INTEGER);
  return diagnostic(range, message, severities[severity], source, code);
}
