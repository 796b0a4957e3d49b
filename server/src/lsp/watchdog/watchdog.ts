import { existsSync } from 'node:fs';
import inspector from 'node:inspector';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Activity } from './activity';
import type { WatchdogData } from './watchdog-worker';

/** The interval of the server's beats. */
const BEAT_MS = 500;
/** If the event loop is blocked for longer, the server counts as hanging. */
const HANG_MS = 60_000;

/**
 * Watches this thread from another one. If the event loop is blocked for a minute, the process is ended, and its client
 * restarts it. The current file is noted before that, even if the process ends by itself (out of memory). The next server
 * skips it. Tests can set the limit with ITK_WRAP_HANG_MS.
 */
export function startWatchdog(folder: string, environment: NodeJS.ProcessEnv): Activity {
  const activity = new Activity();
  const script = path.join(__dirname, 'watchdog-worker.js');
  // The thread may be paused at a breakpoint for any length of time.
  if (!existsSync(script) || inspector.url() !== undefined) return activity;
  const hangMs = Number(environment.ITK_WRAP_HANG_MS) || HANG_MS;
  const workerData: WatchdogData = { memory: activity.memory, folder, hangMs };
  const worker = new Worker(script, { workerData });
  worker.unref();
  // The server also works without the watchdog.
  worker.on('error', () => undefined);
  setInterval(() => activity.beat(), BEAT_MS).unref();
  return activity;
}
