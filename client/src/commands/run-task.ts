import * as vscode from 'vscode';
import { CANCELLED } from '../tasks/cancelled';
import { taskName } from '../tasks/task-command';
import type { AnyTask } from '../tasks/task-definition';
import { showError, showWarning } from '../ui/notify';
import type { CommandContext } from './context';

/** Runs a task to its end. Returns true if it succeeded. */
export async function runTask(all: CommandContext, definition: AnyTask): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    const manage = vscode.l10n.t('Manage Trust');
    const choice = await showWarning(
      vscode.l10n.t('This workspace is not trusted, so its build cannot be run.'),
      manage,
    );
    if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
    return false;
  }
  const code = await all.tasks.run(definition);
  if (code === 0) return true;
  if (code !== CANCELLED) void showFailure(definition, code);
  return false;
}

async function showFailure(definition: AnyTask, code: number): Promise<void> {
  const terminal = vscode.l10n.t('Show Terminal');
  const problems = vscode.l10n.t('Show Problems');
  // The check itself did not fail if it has found something, and its report is not in the list of problems.
  const hasReport = definition.action === 'doctor' && code === 1;
  const choice = await (hasReport
    ? showWarning(
        vscode.l10n.t('The check of this machine found errors. The terminal shows what to do.'),
        terminal,
      )
    : showError(
        vscode.l10n.t('{0} failed with exit code {1}. The terminal shows why.', taskName(definition), code),
        terminal,
        problems,
      ));
  if (choice === terminal) await vscode.commands.executeCommand('workbench.action.terminal.focus');
  if (choice === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
}
