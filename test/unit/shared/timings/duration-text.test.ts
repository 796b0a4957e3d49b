import assert from 'node:assert/strict';
import { durationText } from '../../../../server/src/shared/timings/duration-text';

describe('a duration', () => {
  it('has the unit that fits', () => {
    const texts = [0, 0.0124, 0.9994, 0.9996, 59.9, 59.96, 185, 3599.6, 3723].map(durationText);
    assert.deepEqual(texts, [
      '0 ms',
      '12 ms',
      '999 ms',
      '1.0 s',
      '59.9 s',
      '1:00 min',
      '3:05 min',
      '1:00:00 h',
      '1:02:03 h',
    ]);
  });
});
