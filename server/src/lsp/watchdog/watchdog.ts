import { existsSync } from 'node:fs';
import inspector from 'node:inspector';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Activity } from './activity';
import type { WatchdogData } from './watchdog-worker';

/** How often the server says that it is alive. */
const BEAT_MS = 500;
/** What takes the event loop longer than this never ends, as far as anybody who types is concerned. */
const HANG_MS = 60_000;

/**
 * Watches this thread from another: when nothing else has got its turn for a minute, the process is ended, and its client starts
 * it again. The file in hand is noted first, also when the process ends by itself (out of memory): the next server leaves it out.
 * The limit can be set by ITK_WRAP_HANG_MS, for tests.
 */
export function startWatchdog(folder: string, environment: NodeJS.ProcessEnv): Activity {
  const activity = new Activity();
  const script = path.join(__dirname, 'watchdog-worker.js');
  // Whoever stands at a breakpoint takes as long as he likes.
  if (!existsSync(script) || inspector.url() !== undefined) return activity;
  const hangMs = Number(environment.ITK_WRAP_HANG_MS) || HANG_MS;
  const workerData: WatchdogData = { memory: activity.memory, folder, hangMs };
  const worker = new Worker(script, { workerData });
  worker.unref();
  // Without the watchdog there is still the server.
  worker.on('error', () => undefined);
  setInterval(() => activity.beat(), BEAT_MS).unref();
  return activity;
}
