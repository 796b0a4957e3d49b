import path from 'node:path';
import * as vscode from 'vscode';
import { type OutputProblem, type ProblemMatcher, ProblemReader } from './problem-lines';
import { diagnostic } from '../ui/annotations';

/**
 * Shows the problems that runs print in the *Problems* view. It applies the matchers of package.json to the output itself.
 * VS Code stops reading a task's terminal when the task ends, even if it has not reached the last line.
 */
export class RunProblems implements vscode.Disposable {
  private readonly collections = new Map<string, vscode.DiagnosticCollection>();
  private readonly matchers: readonly ProblemMatcher[];

  constructor(extension: vscode.Extension<unknown>) {
    const { contributes } = extension.packageJSON as { contributes: { problemMatchers: ProblemMatcher[] } };
    this.matchers = contributes.problemMatchers;
  }

  /**
   * Removes the problems of the previous run of this kind. Returns a function that takes the output of the new run line by
   * line.
   * @param names the matchers, in order of priority
   * @param cwd the folder that relative paths start from
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
  // The range goes to the end of the line, because tools only report where a problem begins.
  const range = new vscode.Range(line - 1, column - 1, line - 1, Number.MAX_SAFE_INTEGER);
  return diagnostic(range, message, severities[severity], source, code);
}
