import { type BuildFs, diskFs, textOrNull } from './files';
import { absolute, pathsOf } from './paths';

/** The last run of a rule that made an output, as ninja remembers it. */
export interface LoggedRun {
  /** How long it ran, in milliseconds. */
  durationMs: number;
  /** The output's modification time as ninja recorded it, milliseconds since 1970; null where the log does not say. */
  recordedMs: number | null;
}

/** Recorded times before this are not times since 1970 in nanoseconds (Windows counts otherwise). */
const FIRST_PLAUSIBLE_MS = Date.UTC(2000, 0);

/**
 * Reads `<dir>/.ninja_log`: the last run of each output by its absolute path. Empty where there is none. Half-written and
 * foreign lines are passed over: ninja appends to the file while it runs.
 */
export async function readNinjaLog(dir: string, fs: BuildFs = diskFs): Promise<Map<string, LoggedRun>> {
  return parseNinjaLog((await textOrNull(pathsOf(dir).join(dir, '.ninja_log'), fs)) ?? '', dir);
}

/** See {@link readNinjaLog}. Lines are `start end mtime output hash` between tabs, times of a run in milliseconds. */
export function parseNinjaLog(text: string, dir: string): Map<string, LoggedRun> {
  const runs = new Map<string, LoggedRun>();
  for (const line of text.split('\n')) {
    const [start, end, mtime, output, hash] = line.split('\t');
    if (output === undefined || hash === undefined || !/^\d+$/.test(start ?? '') || !/^\d+$/.test(end ?? ''))
      continue;
    const recordedMs = /^\d+$/.test(mtime ?? '') ? Number(mtime) / 1e6 : NaN;
    runs.set(absolute(dir, output), {
      durationMs: Math.max(0, Number(end) - Number(start)),
      recordedMs: recordedMs >= FIRST_PLAUSIBLE_MS ? recordedMs : null,
    });
  }
  return runs;
}
