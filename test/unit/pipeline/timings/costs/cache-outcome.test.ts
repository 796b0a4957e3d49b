import assert from 'node:assert/strict';
import { cacheOutcomeOf } from '../../../../../server/src/pipeline/timings/costs/cache-outcome';

describe('hit or miss', () => {
  const run = { seconds: 10, writtenMs: 1_000_000 };

  it('is a hit if the XML was stored before the run, and a miss if the run stored it', () => {
    assert.equal(cacheOutcomeOf(run, { storedMs: 900_000 }), 'hit');
    assert.equal(cacheOutcomeOf(run, { storedMs: 1_009_000 }), 'miss');
  });

  it('is unknown without a record or a time, and if the record is of a later run', () => {
    assert.equal(cacheOutcomeOf(run, null), 'unknown');
    assert.equal(cacheOutcomeOf({ ...run, writtenMs: null }, { storedMs: 1 }), 'unknown');
    assert.equal(cacheOutcomeOf(run, { storedMs: 2_000_000 }), 'unknown');
  });
});
