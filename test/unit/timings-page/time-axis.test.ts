import assert from 'node:assert/strict';
import { timeMarks } from '../../../media/timings/time-axis';

describe('the axis of time', () => {
  const labels = (from: number, to: number): string[] => timeMarks(from, to, 5).map(({ label }) => label);

  it('has round marks in a fitting unit', () => {
    assert.deepEqual(labels(0, 20), ['0 s', '5 s', '10 s', '15 s', '20 s']);
    assert.deepEqual(labels(0, 7200), ['0:00', '30:00', '1:00:00', '1:30:00', '2:00:00']);
    assert.deepEqual(labels(1, 1.4), ['1.0 s', '1.1 s', '1.2 s', '1.3 s', '1.4 s']);
  });

  it('has few marks for days', () => {
    assert.ok(timeMarks(0, 40 * 86400, 5).length <= 6);
  });
});
