import { diskFs, textOrNull, type BuildFs } from './files';
import { pathsOf } from './paths';

/** One run of a command, as ninja timed it. */
export interface NinjaRun {
  seconds: number;
  /** When its output was written, milliseconds since 1970; null where the log does not say. */
  endedMs: number | null;
}

/** The runs of each output by its absolute path, oldest first. ninja drops all but the last now and then. */
export type NinjaLog = ReadonlyMap<string, readonly NinjaRun[]>;

/** What `.ninja_log` tells of past runs; nothing where there is none. Never throws. */
export async function readNinjaLog(buildDir: string, fs: BuildFs = diskFs): Promise<NinjaLog> {
  const paths = pathsOf(buildDir);
  const text = await textOrNull(paths.join(buildDir, '.ninja_log'), fs);
  return text === null ? new Map() : parseNinjaLog(text, (output) => paths.resolve(buildDir, output));
}

/** Lines of `start end mtime output hash`, tabs between; a line that is not, such as a half-written last one, is skipped. */
export function parseNinjaLog(text: string, resolve: (output: string) => string): NinjaLog {
  const log = new Map<string, NinjaRun[]>();
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue;
    const [start, end, mtime, output, hash] = line.split('\t');
    if (!hash || !output) continue;
    const seconds = (Number(end) - Number(start)) / 1000;
    if (!(seconds >= 0)) continue;
    const file = resolve(output);
    const runs = log.get(file) ?? [];
    log.set(file, runs);
    runs.push({ seconds, endedMs: timeOf(Number(mtime)) });
  }
  return log;
}

/** ninja writes nanoseconds since 1.9, seconds before, 0 where it has no time. */
function timeOf(mtime: number): number | null {
  if (!(mtime > 0)) return null;
  return mtime > 1e14 ? mtime / 1e6 : mtime * 1000;
}

/**
 * The last full run, and the last one that took less than a quarter of the longest: that one came from a cache.
 * Nothing is called cached where the log knows of no longer run.
 */
export function lastRuns(runs: readonly NinjaRun[]): { full: NinjaRun | null; cached: NinjaRun | null } {
  const longest = runs.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  const isCached = ({ seconds }: NinjaRun): boolean => seconds < longest / 4;
  return {
    full: runs.findLast((run) => !isCached(run)) ?? null,
    cached: runs.findLast(isCached) ?? null,
  };
}
