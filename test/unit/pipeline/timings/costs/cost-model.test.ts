import assert from 'node:assert/strict';
import { costModelOf, median, quantile } from '../../../../../server/src/pipeline/timings/costs/cost-model';

describe('the model of costs', () => {
  const types = (secondsOf: (n: number) => number): { instantiations: number; seconds: number }[] =>
    Array.from({ length: 60 }, (_, n) => ({ instantiations: 1 + ((n * 7) % 20), seconds: secondsOf(n) }));

  it('finds a fixed time and one for each instantiation, whatever single types did', () => {
    const samples = types((n) => 3 + 0.5 * (1 + ((n * 7) % 20)) + (n % 20 === 0 ? 90 : 0));
    const model = costModelOf(samples);
    assert.equal(model.kind, 'fixed-and-each');
    assert.ok(Math.abs(model.fixed - 3) < 0.3, `fixed ${model.fixed}`);
    assert.ok(Math.abs(model.each - 0.5) < 0.05, `each ${model.each}`);
  });

  it('shares in proportion if the time has nothing to do with the number', () => {
    // Fixed numbers without a pattern.
    const model = costModelOf(types((n) => 1 + ((n * n * 31 + n * 17) % 97) / 10));
    assert.equal(model.kind, 'proportional');
    assert.ok(model.error !== null && model.error > 0.9, String(model.error));
  });

  it('decides nothing with few types', () => {
    const model = costModelOf([{ instantiations: 1, seconds: 2 }]);
    assert.deepEqual([model.kind, model.error, model.types], ['proportional', null, 1]);
  });
});

describe('quantiles', () => {
  it('are interpolated, and 0 without values', () => {
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.equal(quantile([10, 20, 30], 0.25), 15);
    assert.equal(median([]), 0);
  });
});
