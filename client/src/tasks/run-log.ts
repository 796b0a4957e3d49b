import type * as vscode from 'vscode';
import type { Log } from '../ui/log';
import { CANCELLED } from './cancelled';
import type { Runs } from './runs';

/** Logs the end of each run: how it ended, how long it took, and what came of it. */
export function logRuns(runs: Runs, log: Pick<Log, 'info'>, now: () => number = Date.now): vscode.Disposable {
  return runs.onDidEnd(({ title, exitCode, startedMs, summary }) => {
    const how =
      exitCode === CANCELLED ? 'was cancelled' : exitCode === 0 ? 'succeeded' : `failed (${exitCode ?? '?'})`;
    const seconds = ((now() - startedMs) / 1000).toFixed(1);
    log.info(`${title} ${how} after ${seconds} s${summary ? `: ${summary}` : '.'}`);
  });
}
