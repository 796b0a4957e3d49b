import assert from 'node:assert/strict';
import { parseNinjaLog, ninjaLogEntries } from '../../../../../server/src/build/generators/ninja-log';
import { recordedLines } from '../../../../../server/src/pipeline/timings/picture/recorded-lines';
import { runsOfLog } from '../../../../../server/src/pipeline/timings/picture/log-runs';

describe('the lines that our commands record', () => {
  const NOON = 1_700_000_000_000;
  const recorded = (output: string, beganMs: number, took: number): string =>
    `0\t${took}\t${NOON + beganMs}000000\t${output}\t${output}\n`;
  const log =
    '# ninja log v5\n' +
    `5\t900\t${NOON - 99_000}123456\tx\t1\n` +
    recorded('a', 0, 4000) +
    recorded('b', 1000, 2000) +
    recorded('c', 4001, 3000) +
    recorded('d', 500_001, 100) +
    `7\t300\t${NOON + 900_000}123456\ty\t2\n`;

  it('are laid out by the time of day, in sessions, between the runs of ninja', () => {
    const { entries, runOf, count } = runsOfLog(ninjaLogEntries(log));
    assert.deepEqual(
      entries.map(({ output, startMs, endMs }, at) => [output, runOf[at], startMs, endMs]),
      [
        ['x', 0, 5, 900],
        ['a', 1, 0, 4000],
        ['b', 1, 1000, 3000],
        ['c', 1, 4001, 7001],
        ['d', 2, 0, 100],
        ['y', 3, 7, 300],
      ],
    );
    assert.equal(count, 4);
    assert.equal(parseNinjaLog(log, '/b').get('/b/c')![0]!.seconds, 3, 'the duration stays');
  });

  it('are not taken for ours if they are few, or all of the same time', () => {
    for (const text of [
      recorded('a', 0, 1) + recorded('b', 5, 1),
      ['a', 'b', 'c', 'd'].map((name) => recorded(name, 0, 9)).join(''),
    ])
      assert.deepEqual(recordedLines(ninjaLogEntries(text)).beganMs, []);
  });
});
