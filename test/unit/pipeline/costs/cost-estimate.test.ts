import assert from 'node:assert/strict';
import { estimatorOf } from '../../../../server/src/pipeline/costs/cost-estimate';
import type { TypeCosts } from '../../../../server/src/pipeline/costs/type-costs';

const type = (instantiations: number, castxml: number | null, cppBytes: number | null = null): TypeCosts => ({
  instantiations,
  stages: { castxml, swig: null, compile: null },
  cppBytes,
});

describe('an estimate of costs', () => {
  const counts = Array.from({ length: 30 }, (_, n) => 1 + ((n * 7) % 13));

  it('finds the fixed time of a type and the time of each instantiation', () => {
    const estimate = estimatorOf(counts.map((count) => type(count, 2 + 0.5 * count, 1000 * count)))!;
    const { seconds, cppBytes, error, stages } = estimate({ types: 2, instantiations: 10 });
    assert.ok(Math.abs(seconds - 9) < 1e-9, String(seconds));
    assert.equal(cppBytes, 10_000);
    assert.ok(error < 1e-9);
    assert.deepEqual(stages, ['castxml']);
  });

  it('says how far it is off', () => {
    const noisy = counts.map((count, n) =>
      type(count, (2 + 0.5 * count) * (n % 3 === 0 ? 1.5 : n % 3 === 1 ? 0.8 : 1)),
    );
    const { error } = estimatorOf(noisy)!({ types: 1, instantiations: 4 });
    assert.ok(error > 0 && error < 0.5, String(error));
  });

  it('is never negative, and does not fall with more instantiations', () => {
    const falling = estimatorOf(counts.map((count) => type(count, 20 - count)))!;
    assert.ok(
      falling({ types: 1, instantiations: 50 }).seconds >= falling({ types: 1, instantiations: 1 }).seconds,
    );
    const through = estimatorOf(counts.map((count) => type(count, 3 * count - 2)))!;
    assert.ok(through({ types: 1, instantiations: 0 }).seconds >= 0);
  });

  it('does not exist if too little was built', () => {
    assert.equal(estimatorOf([type(3, 1)]), null);
    assert.equal(estimatorOf(counts.map((count) => type(count, null))), null);
  });
});
