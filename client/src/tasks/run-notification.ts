import * as vscode from 'vscode';
import { progressText, type Run, type Runs } from './runs';
import { showBriefly } from '../ui/brief-message';
import { withProgress } from '../ui/notify';
import { CANCELLED } from './cancelled';

/** Shorter runs get no notification, which would only flicker. */
const SHOWN_AFTER_MS = 1500;
/** Long enough to look down and read a line. */
const SUMMARY_MS = 8000;

/**
 * Shows each longer run as a notification with its progress, the remaining time and a Cancel button, and in the status bar what
 * came of each run that succeeded or was cancelled.
 */
export function notifyOfRuns(runs: Runs): vscode.Disposable {
  const known = new WeakSet<Run>();
  return vscode.Disposable.from(
    runs.onDidChange((run) => {
      if (known.has(run)) return;
      known.add(run);
      setTimeout(() => runs.all.includes(run) && show(run, runs), SHOWN_AFTER_MS);
    }),
    runs.onDidEnd(({ title, summary, exitCode }) => {
      if (exitCode === 0) showBriefly([title, summary].filter(Boolean).join(': '), SUMMARY_MS);
      if (exitCode === CANCELLED) showBriefly(vscode.l10n.t('{0}: cancelled', title), SUMMARY_MS);
    }),
  );
}

function show(run: Run, runs: Runs): void {
  withProgress(
    run.title,
    (report, token) =>
      new Promise<void>((resolve) => {
        const tell = (): void => {
          const { done = 0, total = 0, what = '' } = run.progress ?? {};
          const percent = total > 0 ? (100 * done) / total : 0;
          report(percent, [progressText(run), what].filter(Boolean).join(' · '));
        };
        tell();
        const subscriptions = vscode.Disposable.from(
          token.onCancellationRequested(() => run.cancel()),
          runs.onDidChange((changed) => changed === run && tell()),
          runs.onDidEnd((ended) => {
            if (ended !== run) return;
            subscriptions.dispose();
            resolve();
          }),
        );
      }),
  );
}
