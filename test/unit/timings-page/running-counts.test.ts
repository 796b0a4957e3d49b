import assert from 'node:assert/strict';
import { runningCounts } from '../../../media/timings/running-counts';

describe('the number of statements that run', () => {
  it('is the greatest in each part of the time', () => {
    const statements = [
      { start: 0, seconds: 4 },
      { start: 1, seconds: 1 },
      { start: 4, seconds: 2 },
    ];
    assert.deepEqual(runningCounts(statements, 0, 8, 8), [1, 2, 1, 1, 1, 1, 0, 0]);
    assert.deepEqual(runningCounts(statements, 0, 8, 2), [2, 1]);
    assert.deepEqual(runningCounts(statements, 3, 5, 2), [1, 1]);
  });

  it('does not count one twice because of rounding', () => {
    const statements = [
      { start: 0.1, seconds: 0.2 },
      { start: 0.3, seconds: 0.2 },
    ];
    assert.deepEqual(runningCounts(statements, 0, 0.5, 1), [1]);
  });
});
