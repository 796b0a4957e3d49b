import * as vscode from 'vscode';
import type { DiffProblem } from '../../../server/src/shared/diff/revision';

/** What went wrong with a comparison, and what to do. */
export function problemText(
  answer: { problem: DiffProblem } | { message: string },
  folder: string,
  revision: string,
): string {
  if ('message' in answer) return answer.message;
  switch (answer.problem) {
    case 'no-repository':
      return vscode.l10n.t(
        '{0} is not in the working tree of a git repository, so there is nothing to compare with.',
        folder,
      );
    case 'no-base':
      return vscode.l10n.t(
        'The base of this branch is not known: it has no upstream, and there is no branch main or master. Choose a revision to compare with.',
      );
    case 'unknown-revision':
      return vscode.l10n.t(
        'git knows no commit “{0}” here. Check its spelling, or fetch it. A shallow clone may lack it (git fetch --unshallow).',
        revision,
      );
    case 'no-common-history':
      return vscode.l10n.t(
        'git finds no common history of the base and HEAD. In a shallow clone, fetch more of it (git fetch --unshallow). Else choose another revision.',
      );
  }
}
