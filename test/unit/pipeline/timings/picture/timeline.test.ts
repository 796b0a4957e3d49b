import assert from 'node:assert/strict';
import { timelineOf } from '../../../../../server/src/pipeline/timings/picture/timeline';
import { logged, statement } from '../../../../support/timings';

describe('the timeline', () => {
  const made = (output: string): ReturnType<typeof statement> => statement('CUSTOM_COMMAND', [output]);
  const inBuild = (...args: Parameters<typeof logged>): ReturnType<typeof logged> => ({
    ...logged(...args),
    output: `/b/${args[0]}`,
  });

  it('uses as many lanes as statements overlapped', () => {
    const { timed, lanes } = timelineOf(['a', 'b', 'c', 'd'].map(made), [
      inBuild('a', 0, 5),
      inBuild('b', 2, 6),
      inBuild('c', 5, 8),
      inBuild('d', 6, 9),
    ]);
    assert.equal(lanes, 2);
    assert.deepEqual(
      timed.map(({ at, lane }) => [at, lane]),
      [
        [0, 0],
        [1, 1],
        [2, 0],
        [3, 1],
      ],
    );
  });

  it('counts a statement with several outputs once', () => {
    const { timed } = timelineOf(
      [statement('CUSTOM_COMMAND', ['a', 'b'])],
      [inBuild('a', 0, 5), inBuild('b', 0, 5)],
    );
    assert.equal(timed.length, 1);
  });

  it('begins at the first statement that counts, and never goes back in time', () => {
    const { timed, runs } = timelineOf([made('a')], [inBuild('a', 7, 4)]);
    assert.deepEqual([timed[0]!.start, timed[0]!.end, runs[0]!.seconds], [0, 0, 0]);
  });

  it('lets statements share a lane if there are too many at a time', () => {
    const names = Array.from({ length: 3000 }, (_, n) => `o${n}`);
    const { lanes, timed } = timelineOf(
      names.map(made),
      names.map((name) => inBuild(name, 0, 5)),
    );
    assert.deepEqual([lanes, timed.length], [1000, 3000]);
  });

  it('is empty without a log', () => {
    const { timed, runs, lanes } = timelineOf([made('a')], []);
    assert.deepEqual([timed, runs, lanes], [[], [], 0]);
  });
});
