import * as vscode from 'vscode';
import { manyLines, oneLine } from '../../../server/src/shared/plain-text';

/*
 * Notifications. VS Code turns `[text](command:…)` in any of them into a link that runs the command, even in an untrusted
 * workspace. These functions therefore escape every message first. ESLint forbids calling VS Code's own functions elsewhere.
 */

/** The maximum length of a notification, in characters. That is enough for a few sentences. */
const LIMIT = 1000;

/** Shows a notification, and returns the button that was clicked. */
export const showInfo = (message: string, ...buttons: string[]): Thenable<string | undefined> =>
  vscode.window.showInformationMessage(oneLine(message, LIMIT), ...buttons);
/** Shows a warning, and returns the button that was clicked. */
export const showWarning = (message: string, ...buttons: string[]): Thenable<string | undefined> =>
  vscode.window.showWarningMessage(oneLine(message, LIMIT), ...buttons);
/** Shows an error, and returns the button that was clicked. */
export const showError = (message: string, ...buttons: string[]): Thenable<string | undefined> =>
  vscode.window.showErrorMessage(oneLine(message, LIMIT), ...buttons);

/** Asks in a modal dialog. Returns true if `yes` was clicked. */
export async function confirmInDialog(message: string, yes: string, detail?: string): Promise<boolean> {
  const options = { modal: true, ...(detail === undefined ? {} : { detail: manyLines(detail) }) };
  return (await vscode.window.showWarningMessage(oneLine(message, LIMIT), options, yes)) === yes;
}

/** Reports progress. `percent` is the total so far, from 0 to 100. */
export type Report = (percent: number, message: string) => void;

/** Shows progress as a notification that can be cancelled, until the promise of the work is settled. */
export function withProgress(
  title: string,
  work: (report: Report, token: vscode.CancellationToken) => Promise<void>,
): void {
  void vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: oneLine(title), cancellable: true },
    (progress, token) => {
      let before = 0;
      return work((percent, message) => {
        progress.report({ increment: percent - before, message: oneLine(message) });
        before = percent;
      }, token);
    },
  );
}

/** Shows a notification while a question is answered. Undefined if the user cancels it. */
export function whileWorking<T>(
  title: string,
  work: (token: vscode.CancellationToken) => Promise<T>,
): Thenable<T | undefined> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: oneLine(title), cancellable: true },
    async (_, token) => {
      try {
        return await work(token);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      }
    },
  );
}

/** Shows that a view is busy while `work` is in progress. */
export function withBusyView<T>(viewId: string, work: () => Thenable<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId } }, work);
}
