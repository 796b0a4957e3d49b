import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { Activity } from './activity';
import { forgetSuspect, noteSuspect } from './quarantine';

/** The data that the watchdog's thread is started with. */
export interface WatchdogData {
  memory: SharedArrayBuffer;
  /** The folder for suspects. */
  folder: string;
  hangMs: number;
}

/** A file is noted after this long. Normal work takes a fraction of it. */
const SUSPECT_MS = 2000;
const STDERR = 2;

/** Waits for the beats of the server's thread, and does nothing else. */
function watch({ memory, folder, hangMs }: WatchdogData): never {
  const activity = new Activity(memory);
  for (;;) {
    const { beats } = activity;
    if (activity.wait(beats, Math.min(SUSPECT_MS, hangMs / 2))) continue;
    const { file } = activity;
    if (file !== null) noteSuspect(folder, file);
    // The wait has two parts, because it may be late once if the machine was asleep.
    const alive = activity.wait(beats, hangMs / 2) || activity.wait(beats, hangMs / 2);
    if (!alive) end(file, hangMs);
    if (file !== null) forgetSuspect(folder, file);
  }
}

function end(file: string | null, hangMs: number): never {
  const where = file === null ? '' : ` It was busy with ${file}, which is skipped until its text changes.`;
  writeSync(
    STDERR,
    `The language server has not answered for ${Math.round(hangMs / 1000)} s and is being restarted.${where}\n`,
  );
  process.kill(process.pid, 'SIGKILL');
  throw new Error('The process was to end.');
}

watch(workerData as WatchdogData);
