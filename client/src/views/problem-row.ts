import * as vscode from 'vscode';
import type { ProblemView } from '../../../server/src/shared/protocol';
import { treeItem } from '../ui/tree-item';

/** The row of a problem of the build. */
export function problemItem(problem: ProblemView): vscode.TreeItem {
  return treeItem({
    label: problem.message,
    icon: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
    description: problem.next,
    tooltip: `${problem.message}\n\n${problem.next}`,
    context: 'problem',
    command: {
      command: 'itkWrapping.showProblem',
      title: vscode.l10n.t('Choose an Action'),
      arguments: [problem],
    },
  });
}
