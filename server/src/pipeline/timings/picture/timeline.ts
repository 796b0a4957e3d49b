import type { NinjaStatement } from '../../../build/ninja-statements';
import type { NinjaLogEntry } from '../../../build/generators/ninja-log';
import type { RunOfNinja } from '../../../shared/timings/timings-report';
import { runsOfLog } from './log-runs';

/** A statement of build.ninja that the log knows. Times are seconds in the picture. */
export interface TimedStatement {
  /** The position of the statement in build.ninja. */
  at: number;
  start: number;
  end: number;
  run: number;
  lane: number;
  hash: string;
  /** The time that ninja recorded for its output, in milliseconds since 1970. */
  writtenMs: number | null;
}

/** The statements that ran, on one axis of time. */
export interface Timeline {
  /** In the order of the begin. */
  timed: TimedStatement[];
  runs: RunOfNinja[];
  superseded: number;
  lanes: number;
  orderLost: boolean;
  /** Outputs of the log that no statement makes. */
  gone: number;
}

/**
 * Joins a log with the statements. For each statement the newest line of its outputs counts. The runs of ninja follow one
 * another, each from its first statement that counts to its last. Each statement is put into the first lane that is free.
 * @param log with absolute outputs
 */
export function timelineOf(statements: readonly NinjaStatement[], log: readonly NinjaLogEntry[]): Timeline {
  const { entries, runOf, count, beganMs, orderLost } = runsOfLog(log);
  const maker = new Map<string, number>();
  statements.forEach(({ rule, outputs }, at) => {
    if (rule !== 'phony') for (const output of outputs) if (!maker.has(output)) maker.set(output, at);
  });
  const newest = new Map<number, number>();
  const gone = new Set<string>();
  entries.forEach((entry, line) => {
    const at = maker.get(entry.output);
    if (at === undefined) return void gone.add(entry.output);
    const other = newest.get(at);
    const isNewer =
      other === undefined ||
      runOf[line]! > runOf[other]! ||
      (runOf[line] === runOf[other] && entry.endMs >= entries[other]!.endMs);
    if (isNewer) newest.set(at, line);
  });
  const byRun: { at: number; entry: NinjaLogEntry }[][] = Array.from({ length: count }, () => []);
  for (const [at, line] of newest) byRun[runOf[line]!]!.push({ at, entry: entries[line]! });

  const timed: TimedStatement[] = [];
  const runs: RunOfNinja[] = [];
  let offset = 0;
  let lanes = 0;
  byRun.forEach((members, run) => {
    if (members.length === 0) return;
    members.sort((a, b) => a.entry.startMs - b.entry.startMs || a.entry.endMs - b.entry.endMs || a.at - b.at);
    const first = members[0]!.entry.startMs;
    const last = members.reduce((most, { entry }) => Math.max(most, entry.endMs), first);
    const free = new Lanes();
    for (const { at, entry } of members) {
      const endMs = Math.max(entry.startMs, entry.endMs);
      timed.push({
        at,
        start: offset + (entry.startMs - first) / 1000,
        end: offset + (endMs - first) / 1000,
        run: runs.length,
        lane: free.take(entry.startMs, endMs),
        hash: entry.hash,
        writtenMs: entry.writtenMs,
      });
    }
    const began = beganMs[run] ?? null;
    runs.push({
      start: offset,
      seconds: (last - first) / 1000,
      statements: members.length,
      beganMs: began === null ? null : Math.round(began + first),
    });
    offset += (last - first) / 1000;
    lanes = Math.max(lanes, free.count);
  });
  return { timed, runs, superseded: count - runs.length, lanes, orderLost, gone: gone.size };
}

/** More than any machine runs at a time. Statements beyond it share a lane. */
const MOST_LANES = 1000;

/** Gives each statement the first lane that is free at its begin. Statements come in the order of their begin. */
class Lanes {
  /** The end of the last statement in each lane. */
  private readonly ends: number[] = [];

  get count(): number {
    return this.ends.length;
  }

  take(start: number, end: number): number {
    const free = this.ends.findIndex((busyUntil) => busyUntil <= start);
    const lane = free >= 0 ? free : Math.min(this.ends.length, MOST_LANES - 1);
    this.ends[lane] = Math.max(end, this.ends[lane] ?? 0);
    return lane;
  }
}
