import * as vscode from 'vscode';
import { manyLines, oneLine } from '../../../server/src/shared/plain-text';

/*
 * Notifications. VS Code reads `[text](command:…)` in any of them as a link that runs the command, in an untrusted
 * workspace too, so whatever they say is made text first. ESLint lets nothing else call VS Code's own functions.
 */

/** A notification holds a few sentences. */
const LIMIT = 1000;

/** Shows a notification, and gives the button that was clicked. */
export const showInfo = (message: string, ...buttons: string[]): Thenable<string | undefined> =>
  vscode.window.showInformationMessage(oneLine(message, LIMIT), ...buttons);
export const showWarning = (message: string, ...buttons: string[]): Thenable<string | undefined> =>
  vscode.window.showWarningMessage(oneLine(message, LIMIT), ...buttons);
export const showError = (message: string, ...buttons: string[]): Thenable<string | undefined> =>
  vscode.window.showErrorMessage(oneLine(message, LIMIT), ...buttons);

/** Asks in a dialog that has to be answered; true if `yes` was clicked. */
export async function confirmInDialog(message: string, yes: string, detail?: string): Promise<boolean> {
  const options = { modal: true, ...(detail === undefined ? {} : { detail: manyLines(detail) }) };
  return (await vscode.window.showWarningMessage(oneLine(message, LIMIT), options, yes)) === yes;
}

const BRIEFLY_MS = 3000;

/** Says something in the status bar for a moment. */
export function showBriefly(message: string): void {
  vscode.window.setStatusBarMessage(oneLine(message), BRIEFLY_MS);
}

/** How far a work is: `percent` of all of it, from 0 to 100. */
export type Report = (percent: number, message: string) => void;

/** Shows a work as a notification that can be cancelled, until its promise is settled. */
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

/** Shows that a view is busy while `work` goes on. */
export function withBusyView<T>(viewId: string, work: () => Thenable<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId } }, work);
}
