import type { Dependencies } from './dependencies';
import type { TimedStatement } from './timeline';

/**
 * The chain of statements with the greatest sum of durations, as positions in `timed`, first the one that runs first. A
 * statement that the log does not know takes no time.
 */
export function criticalPathOf(timed: readonly TimedStatement[], dependencies: Dependencies): number[] {
  const size = dependencies.of.length;
  const timedAt = positions(timed, size);
  const finished = new Float64Array(size);
  const before = new Int32Array(size).fill(-1);
  let last = -1;
  for (const at of dependencies.order) {
    let ready = 0;
    for (const needed of dependencies.of[at]!)
      if (finished[needed]! > ready) {
        ready = finished[needed]!;
        before[at] = needed;
      }
    const own = timed[timedAt[at]!];
    finished[at] = ready + (own ? own.end - own.start : 0);
    if (own && (last < 0 || finished[at] > finished[last]!)) last = at;
  }
  const path: number[] = [];
  // The bound is for circles.
  for (let at = last, steps = 0; at >= 0 && steps < size; at = before[at]!, steps += 1)
    if (timedAt[at]! >= 0) path.push(timedAt[at]!);
  return path.reverse();
}

/** Statements whose times overlap by less than the precision of the log. */
const SLACK_SECONDS = 0.005;
/** In a log with more runs, the smaller ones are left out. */
const MAX_RUNS = 50;

/**
 * For each timed statement, the one that it had to wait for: of everything that it depends on and that ran in the same run
 * of ninja, what ended last. -1 if there is nothing.
 */
export function unlockersOf(timed: readonly TimedStatement[], dependencies: Dependencies): Int32Array {
  const size = dependencies.of.length;
  const timedAt = positions(timed, size);
  const unlockers = new Int32Array(timed.length).fill(-1);
  for (const run of largestRuns(timed)) {
    /** For a statement, itself if it ran; otherwise the last that ended before it. */
    const ready = new Int32Array(size).fill(-1);
    for (const at of dependencies.order) {
      const self = timedAt[at]!;
      const own = self < 0 || timed[self]!.run !== run ? null : timed[self]!;
      const latestStart = own ? own.start + SLACK_SECONDS : Infinity;
      let latest = -1;
      for (const needed of dependencies.of[at]!) {
        const candidate = ready[needed]!;
        if (candidate < 0 || timed[candidate]!.end > latestStart) continue;
        if (latest < 0 || timed[candidate]!.end > timed[latest]!.end) latest = candidate;
      }
      if (own) unlockers[self] = latest;
      ready[at] = own ? self : latest;
    }
  }
  return unlockers;
}

/** The position in `timed` of each statement; -1 if it did not run. */
function positions(timed: readonly TimedStatement[], size: number): Int32Array {
  const timedAt = new Int32Array(size).fill(-1);
  timed.forEach(({ at }, position) => (timedAt[at] = position));
  return timedAt;
}

function largestRuns(timed: readonly TimedStatement[]): number[] {
  const counts = new Map<number, number>();
  for (const { run } of timed) counts.set(run, (counts.get(run) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_RUNS)
    .map(([run]) => run);
}
