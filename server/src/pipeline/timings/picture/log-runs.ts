import type { NinjaLogEntry } from '../../../build/generators/ninja-log';
import { recordedLines } from './recorded-lines';

/** Which run of ninja wrote each line of a log. */
export interface LogRuns {
  /** The lines. Those that we recorded ourselves have the times of their session. */
  entries: readonly NinjaLogEntry[];
  /** The run of each entry, from 0, oldest first. */
  runOf: readonly number[];
  count: number;
  /** When each run began, in milliseconds since 1970. Null if no line says. */
  beganMs: readonly (number | null)[];
  /** Whether the order of the lines says nothing, because ninja rewrote the log. */
  orderLost: boolean;
}

/** The inaccuracy of file times, in milliseconds: on any file system, and on a usual one. */
const SLACK_MS = 2000;
const FINE_SLACK_MS = 250;

/**
 * Finds the runs of ninja in a log. Times count from 0 in each run, and ninja appends a line when a command ends. So a run
 * begins at a line that ends before the one above it. A run that is too short for that is recognized by the times of files:
 * a file was written between the begin and the end of its command, which bounds the time at which its ninja was started.
 *
 * Ninja sometimes rewrites a log in an arbitrary order. Then only the times of files decide. Lines that commands of ours wrote
 * are runs of their own.
 */
export function runsOfLog(all: readonly NinjaLogEntry[]): LogRuns {
  const { entries, sessionOf, beganMs: sessions } = recordedLines(all);
  const lines = entries.flatMap((_, at) => (sessionOf[at] === null ? [at] : []));
  const ofNinja = runsOfNinja(lines.map((at) => entries[at]!));
  if (sessions.length === 0) return { ...ofNinja, entries };
  const runs: { beganMs: number | null; lines: number[] }[] = [
    ...ofNinja.beganMs.map((beganMs) => ({ beganMs, lines: [] })),
    ...sessions.map((beganMs) => ({ beganMs, lines: [] })),
  ];
  lines.forEach((at, position) => runs[ofNinja.runOf[position]!]!.lines.push(at));
  sessionOf.forEach((session, at) => session !== null && runs[ofNinja.count + session]!.lines.push(at));
  // A session may have been written while ninja ran, so the time decides if all are known, else the order.
  const isTimed = runs.every(({ beganMs }) => beganMs !== null);
  runs.sort((a, b) => (isTimed ? a.beganMs! - b.beganMs! : a.lines[0]! - b.lines[0]!));
  const runOf = all.map(() => 0);
  runs.forEach((run, number) => run.lines.forEach((at) => (runOf[at] = number)));
  return {
    entries,
    runOf,
    count: runs.length,
    beganMs: runs.map(({ beganMs }) => beganMs),
    orderLost: ofNinja.orderLost,
  };
}

type RunsOfNinja = Omit<LogRuns, 'entries'>;

function runsOfNinja(entries: readonly NinjaLogEntry[]): RunsOfNinja {
  const byOrder = runsByOrder(entries);
  if (isPlausibleOrder(entries)) return byOrder;
  const byTime = runsByTime(entries);
  return byTime.count < byOrder.count / 2 ? byTime : byOrder;
}

/** When ninja was started, as far as one line tells: between these two times. Null if its file has no time. */
function originOf({ startMs, endMs, writtenMs }: NinjaLogEntry): [earliest: number, latest: number] | null {
  return writtenMs === null ? null : [writtenMs - endMs, writtenMs - startMs];
}

/**
 * Whether the lines may be in the order in which their commands ended. A command ended at most its own duration after its
 * file was written, and not before the files of the lines above it. Some older files are normal, because a command may leave
 * its output as it is. Many lines that contradict and many runs are not.
 */
function isPlausibleOrder(entries: readonly NinjaLogEntry[]): boolean {
  let newest = -Infinity;
  let lastEnd = 0;
  let wrong = 0;
  let falls = 0;
  for (const { startMs, endMs, writtenMs } of entries) {
    if (endMs < lastEnd) falls += 1;
    lastEnd = endMs;
    if (writtenMs === null) continue;
    if (writtenMs + (endMs - startMs) + FINE_SLACK_MS < newest) wrong += 1;
    newest = Math.max(newest, writtenMs);
  }
  const few = Math.max(3, entries.length / 20);
  return wrong <= few || falls <= few;
}

function runsByOrder(entries: readonly NinjaLogEntry[]): RunsOfNinja {
  const runOf: number[] = [];
  const beganMs: (number | null)[] = [];
  let earliest = -Infinity;
  let latest = Infinity;
  let run = -1;
  let lastEnd = Infinity;
  for (const entry of entries) {
    const origin = originOf(entry);
    const isLater = origin !== null && origin[0] > latest + SLACK_MS;
    if (entry.endMs < lastEnd || isLater) {
      run += 1;
      earliest = -Infinity;
      latest = Infinity;
      beganMs.push(null);
    }
    lastEnd = entry.endMs;
    runOf.push(run);
    // A file that is older than the run was left as it is, and says nothing.
    if (origin === null || origin[1] < earliest - SLACK_MS) continue;
    earliest = Math.max(earliest, origin[0]);
    latest = Math.min(latest, origin[1]);
    beganMs[run] = latest;
  }
  return { runOf, count: run + 1, beganMs, orderLost: false };
}

/**
 * The fewest begins that explain the lines. Ninja records either the begin or the end of a command, so one of the two bounds
 * of a line is nearly exact. The begin that most lines agree on is taken first. Lines that no begin explains do not make a
 * run if they would have run during another one: their commands left an older file as it was.
 */
function runsByTime(entries: readonly NinjaLogEntry[]): RunsOfNinja {
  const begins: number[] = [];
  const times: (readonly [from: number, to: number])[] = [];
  const explained = new Set<number>();
  for (const { time } of largestClusters(entries)) {
    const own = entries.flatMap((entry, at) => (!explained.has(at) && isExplained(entry, time) ? [at] : []));
    if (own.length === 0) continue;
    const lines = own.map((at) => entries[at]!);
    const from = time + lines.reduce((least, { startMs }) => Math.min(least, startMs), Infinity);
    const to = time + lines.reduce((most, { endMs }) => Math.max(most, endMs), 0);
    const isDuringOther = times.some(([begin, end]) => from <= end && to >= begin);
    const isTooFew = own.length < FEWEST_LATE_LINES && from - time > FIRST_COMMAND_MS;
    if (isDuringOther || isTooFew) continue;
    begins.push(time);
    times.push([from, to]);
    for (const at of own) explained.add(at);
  }
  begins.sort((a, b) => a - b);
  let before = 0;
  const runOf = entries.map((entry) => {
    const origin = originOf(entry);
    return origin === null ? before : (before = nearest(begins, origin));
  });
  return {
    runOf,
    count: Math.max(begins.length, entries.length > 0 ? 1 : 0),
    beganMs: begins,
    orderLost: true,
  };
}

/** Ninja starts its first command soon. A few lines that began later than this are no run. */
const FIRST_COMMAND_MS = 10_000;
const FEWEST_LATE_LINES = 6;

/** Times at which ninja may have been started, first those that most lines agree on. */
function largestClusters(entries: readonly NinjaLogEntry[]): Cluster[] {
  const bounds = entries
    .flatMap((entry, at) => (originOf(entry) ?? []).map((time) => ({ time, at })))
    .sort((a, b) => a.time - b.time);
  return [...clustersOf(bounds)]
    .sort((a, b) => b.lines.size - a.lines.size || b.time - a.time)
    .slice(0, MAX_RUNS);
}

/** Beyond this number the remaining lines are taken for the nearest run. */
const MAX_RUNS = 200;

interface Cluster {
  time: number;
  lines: Set<number>;
}

/** Groups times that are close to each other. */
function* clustersOf(bounds: readonly { time: number; at: number }[]): Generator<Cluster> {
  let from = 0;
  for (let at = 1; at <= bounds.length; at += 1) {
    const next = bounds[at];
    if (next && next.time - bounds[at - 1]!.time < FINE_SLACK_MS / 2) continue;
    const group = bounds.slice(from, at);
    from = at;
    yield { time: group[group.length >> 1]!.time, lines: new Set(group.map((bound) => bound.at)) };
  }
}

function isExplained(entry: NinjaLogEntry, began: number): boolean {
  const origin = originOf(entry);
  return origin !== null && began >= origin[0] - FINE_SLACK_MS && began <= origin[1] + FINE_SLACK_MS;
}

/** The begin that is nearest to one of the two bounds. */
function nearest(begins: readonly number[], [earliest, latest]: [number, number]): number {
  let best = 0;
  let least = Infinity;
  begins.forEach((began, at) => {
    const distance = Math.min(Math.abs(began - earliest), Math.abs(began - latest));
    if (distance <= least) {
      least = distance;
      best = at;
    }
  });
  return best;
}
