import assert from 'node:assert/strict';
import type { NinjaLogEntry } from '../../../../../server/src/build/generators/ninja-log';
import { runsOfLog } from '../../../../../server/src/pipeline/timings/picture/log-runs';

/** A line of a ninja that was started at `began` and recorded the begin of the command. Times are seconds. */
const entry = (output: string, start: number, end: number, began: number | null = null): NinjaLogEntry => ({
  startMs: start * 1000,
  endMs: end * 1000,
  writtenMs: began === null ? null : (began + start) * 1000,
  output,
  hash: 'f',
});
const NOON = 1_700_000_000;

describe('the runs of ninja in a log', () => {
  it('begin when a line ends before the one above it', () => {
    const runs = runsOfLog([entry('a', 0, 2), entry('b', 1, 5), entry('c', 0, 1), entry('d', 1, 9)]);
    assert.deepEqual([runs.runOf, runs.count], [[0, 0, 1, 1], 2]);
  });

  it('are none in an empty log', () => {
    assert.deepEqual(runsOfLog([]), { entries: [], runOf: [], count: 0, beganMs: [], orderLost: false });
  });

  it('are also found by the times of files if a later run ends later', () => {
    const runs = runsOfLog([
      entry('a', 0, 2, NOON),
      entry('b', 0, 6, NOON + 100),
      entry('c', 1, 7, NOON + 100),
    ]);
    assert.deepEqual(runs.runOf, [0, 1, 1]);
    assert.deepEqual(runs.beganMs, [NOON * 1000, (NOON + 100) * 1000]);
  });

  it('are one if ninja recorded the end of the commands instead of the begin', () => {
    const ended = (output: string, start: number, end: number): NinjaLogEntry => ({
      ...entry(output, start, end),
      writtenMs: (NOON + end) * 1000,
    });
    assert.equal(runsOfLog([ended('a', 0, 10), ended('b', 0, 60), ended('c', 10, 70)]).count, 1);
  });

  it('do not begin at an output that a command left as it was', () => {
    const old = { ...entry('b', 1, 3), writtenMs: (NOON - 9000) * 1000 };
    assert.equal(runsOfLog([entry('a', 0, 2, NOON), old, entry('c', 2, 4, NOON)]).count, 1);
  });

  it('say nothing wrong about files that all have the same time, as after a copy', () => {
    const copied = [0, 1, 2, 3, 4, 5].map((n) => ({
      ...entry(`o${n}`, n * 10, n * 10 + 10),
      writtenMs: NOON * 1000,
    }));
    const runs = runsOfLog(copied);
    assert.deepEqual([runs.count, runs.orderLost], [1, false]);
  });

  /** The lines of three runs in a fixed order that has nothing to do with the times. */
  const shuffled = (): { run: number; line: NinjaLogEntry }[] => {
    const lines: { run: number; line: NinjaLogEntry }[] = [];
    for (let run = 0; run < 3; run += 1)
      for (let n = 0; n < 20; n += 1)
        lines.push({ run, line: entry(`o${run}-${n}`, n * 3, n * 3 + 4 + (n % 5), NOON + run * 1000) });
    return lines
      .map((line, at) => ({ line, key: (at * 37) % lines.length }))
      .sort((a, b) => a.key - b.key)
      .map(({ line }) => line);
  };

  it('are found by the times of files if ninja has rewritten the log in another order', () => {
    const lines = shuffled();
    const runs = runsOfLog(lines.map(({ line }) => line));
    assert.equal(runs.orderLost, true);
    assert.equal(runs.count, 3);
    assert.deepEqual(
      runs.runOf,
      lines.map(({ run }) => run),
    );
  });

  it('are not taken from a file that a command left as it was, in a log without an order', () => {
    const lines = shuffled();
    // It began 50 s after its ninja, and its file is from the begin of that run.
    lines.splice(7, 0, { run: 1, line: { ...entry('kept', 50, 51), writtenMs: (NOON + 1003) * 1000 } });
    const runs = runsOfLog(lines.map(({ line }) => line));
    assert.equal(runs.count, 3);
    assert.equal(runs.runOf[7], 1);
  });
});
