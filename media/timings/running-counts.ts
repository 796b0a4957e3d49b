/**
 * The greatest number of statements that ran at the same time, for each of `columns` equal parts of the time between `from`
 * and `to`.
 */
export function runningCounts(
  statements: readonly { start: number; seconds: number }[],
  from: number,
  to: number,
  columns: number,
): number[] {
  const changes = statements
    .flatMap(({ start, seconds }) => [
      { at: start, by: 1 },
      { at: inMilliseconds(start + seconds), by: -1 },
    ])
    // Where one ends and another begins, they do not run at the same time.
    .sort((a, b) => a.at - b.at || a.by - b.by);
  const counts = new Array<number>(columns).fill(0);
  let running = 0;
  let next = 0;
  for (let column = 0; column < columns; column += 1) {
    const end = from + ((column + 1) / columns) * (to - from);
    const begin = from + (column / columns) * (to - from);
    for (; next < changes.length && changes[next]!.at <= begin; next += 1) running += changes[next]!.by;
    let most = running;
    for (; next < changes.length && changes[next]!.at < end; next += 1) {
      running += changes[next]!.by;
      most = Math.max(most, running);
    }
    counts[column] = most;
  }
  return counts;
}

/** Without the rounding error of a sum, by which a statement would overlap with the next one. */
const inMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;
