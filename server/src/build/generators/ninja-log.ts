import { diskFs, textOrNull, type BuildFs } from '../../host/build-files';
import { absolute, pathsOf } from '../build-paths';
import type { BuildCommand } from '../build-tree';
import { ninjaCommandHash } from './ninja-hash';

/** Stands for the hash of a run that may not have ended: see `forgetInNinja`. No command has it. */
export const UNFINISHED = '0';

/** One run of a command, as ninja timed it. */
export interface NinjaRun {
  seconds: number;
  /** When its output was written, in milliseconds since 1970; null if the log does not say. */
  endedMs: number | null;
  /** The hash of its command, and the version of the log, which decides how it was computed. */
  hash: string;
  logVersion: number | null;
}

/** The runs of each output by its absolute path, oldest first. Ninja sometimes drops all but the last. */
export type NinjaLog = ReadonlyMap<string, readonly NinjaRun[]>;

/** The past runs in `.ninja_log`; empty if the file does not exist. Never throws. */
export async function readNinjaLog(buildDir: string, fs: BuildFs = diskFs): Promise<NinjaLog> {
  return parseNinjaLog(
    (await textOrNull(pathsOf(buildDir).join(buildDir, '.ninja_log'), fs)) ?? '',
    buildDir,
  );
}

/**
 * See {@link readNinjaLog}. Lines are `start end mtime output hash`, separated by tabs. Any other line, such as a partial
 * last one, is ignored.
 */
export function parseNinjaLog(text: string, buildDir: string): NinjaLog {
  const log = new Map<string, NinjaRun[]>();
  const logVersion = ninjaLogVersion(text);
  for (const { startMs, endMs, writtenMs, output, hash } of ninjaLogEntries(text)) {
    const file = absolute(buildDir, output);
    const runs = log.get(file) ?? [];
    log.set(file, runs);
    // It has ended if another line follows.
    if (runs.at(-1)?.hash === UNFINISHED) runs.pop();
    runs.push({ seconds: Math.max(0, endMs - startMs) / 1000, endedMs: writtenMs, hash, logVersion });
  }
  return log;
}

/** One line of a log. */
export interface NinjaLogEntry {
  /** Begin and end in milliseconds since that ninja was started. */
  startMs: number;
  endMs: number;
  /** The time that ninja recorded for the output, in milliseconds since 1970; null if the log does not say. */
  writtenMs: number | null;
  /** As written in build.ninja. */
  output: string;
  hash: string;
}

/** The lines of a log in their order. */
export function ninjaLogEntries(text: string): NinjaLogEntry[] {
  const entries: NinjaLogEntry[] = [];
  for (const line of text.split('\n')) {
    const [start = '', end = '', mtime = '', output, hash] = line.split('\t');
    if (!hash || !output || !digits.test(start) || !digits.test(end)) continue;
    entries.push({ startMs: Number(start), endMs: Number(end), writtenMs: timeOf(mtime), output, hash });
  }
  return entries;
}

/** The version in the first line of a log. Null if it has none. */
export function ninjaLogVersion(log: string): number | null {
  const version = /^# ninja log v(\d+)\r?\n/.exec(log)?.[1];
  return version === undefined ? null : Number(version);
}

/**
 * Whether another command has made an output, or a run that did not end, so that ninja would run this one. False if that is not
 * known. The hash of each command is computed once, however often this is asked.
 */
export function isOtherCommand(
  log: NinjaLog,
  output: string,
  command: Pick<BuildCommand, 'line'> | null,
): boolean {
  const run = log.get(output)?.at(-1);
  if (!run || command?.line === undefined || run.logVersion === null) return false;
  const hash = hashOf(command, command.line, run.logVersion);
  return hash !== null && hash !== run.hash;
}

/** Whether the last run for an output was begun by us and is not recorded yet. */
export const isUnfinished = (log: NinjaLog | undefined, output: string): boolean =>
  log?.get(output)?.at(-1)?.hash === UNFINISHED;

/** The hashes of commands, as long as what was read from the build is in use. */
const hashes = new WeakMap<object, { version: number; hash: string | null }>();

function hashOf(command: object, line: string, version: number): string | null {
  const known = hashes.get(command);
  if (known?.version === version) return known.hash;
  const hash = ninjaCommandHash(line, version)?.toString(16) ?? null;
  hashes.set(command, { version, hash });
  return hash;
}

const digits = /^\d+$/;
/** A number outside this range is not a time since 1970 (Windows counts differently). */
const plausible = { from: Date.UTC(2000, 0), to: Date.UTC(2100, 0) };

/**
 * The time in milliseconds since 1970, or null. Ninja writes nanoseconds since version 1.9, seconds before that, and 0 if it
 * has no time.
 */
function timeOf(mtime: string): number | null {
  if (!digits.test(mtime)) return null;
  const times = [Number(mtime) / 1e6, Number(mtime) * 1000];
  return times.find((time) => time >= plausible.from && time < plausible.to) ?? null;
}

/** The last run that ended. Null if there is none. */
export const lastRun = (runs: readonly NinjaRun[] = []): NinjaRun | null =>
  runs.findLast(({ hash }) => hash !== UNFINISHED) ?? null;

/**
 * The last full run, and the last run from a cache. A run counts as cached if it took less than a quarter of the longest run
 * in the log.
 */
export function lastRuns(runs: readonly NinjaRun[]): { full: NinjaRun | null; cached: NinjaRun | null } {
  const ended = runs.filter(({ hash }) => hash !== UNFINISHED);
  const longest = ended.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  const isCached = ({ seconds }: NinjaRun): boolean => seconds < longest / 4;
  return {
    full: ended.findLast((run) => !isCached(run)) ?? null,
    cached: ended.findLast(isCached) ?? null,
  };
}
