import * as vscode from 'vscode';
import { CANCELLED } from './cancelled';

/**
 * Starts a task. Resolves with its exit code when it has ended; CANCELLED if its terminal was closed. VS Code may run an equal
 * task of the provider instead of this one, so the end is recognized by the execution.
 */
export async function runToEnd(task: vscode.Task): Promise<number> {
  const codes = new Map<vscode.TaskExecution, number | undefined>();
  const ended = new Set<vscode.TaskExecution>();
  let look = (): void => undefined;
  const subscriptions = [
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => codes.set(execution, exitCode)),
    vscode.tasks.onDidEndTask(({ execution }) => {
      ended.add(execution);
      look();
    }),
  ];
  try {
    const execution = await vscode.tasks.executeTask(task);
    await new Promise<void>((resolve) => {
      look = () => {
        if (ended.has(execution)) resolve();
      };
      look();
    });
    return codes.get(execution) ?? CANCELLED;
  } finally {
    vscode.Disposable.from(...subscriptions).dispose();
  }
}
