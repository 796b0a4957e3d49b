import assert from 'node:assert/strict';
import { costChange } from '../../../../server/src/pipeline/costs/cost-change';
import type { CostEstimator } from '../../../../server/src/pipeline/costs/cost-estimate';
import type { TypeCosts } from '../../../../server/src/pipeline/costs/type-costs';

const costs = (castxml: number): TypeCosts => ({
  instantiations: 2,
  stages: { castxml, swig: null, compile: null },
  cppBytes: null,
});
const estimator: CostEstimator = ({ types, instantiations }) => ({
  seconds: 10 * types + instantiations,
  stages: ['castxml'],
  cppBytes: null,
  error: 0.1,
});

describe('the cost of a change', () => {
  const before = new Map([
    ['itkFoo', ['A', 'B']],
    ['itkGone', ['G']],
  ]);
  const known = new Map([
    ['itkFoo', costs(8)],
    ['itkGone', costs(5)],
  ]);

  it('counts what comes and what goes, and estimates both', () => {
    const after = new Map([
      ['itkFoo', ['B', 'C', 'D']],
      ['itkNew', ['N']],
    ]);
    assert.deepEqual(costChange(before, after, known, estimator), {
      added: { types: 1, instantiations: 3 },
      removed: { types: 1, instantiations: 2 },
      cost: { seconds: 13, stages: ['castxml'], cppBytes: null, error: 0.1 },
      // itkGone saves its whole time; itkFoo, which stays, only one instantiation.
      savedSeconds: 6,
    });
  });

  it('is unknown without anything to learn from, and nothing without a change', () => {
    assert.equal(costChange(new Map(), before, new Map(), null).cost, null);
    assert.deepEqual(costChange(before, before, known, estimator), {
      added: { types: 0, instantiations: 0 },
      removed: { types: 0, instantiations: 0 },
      cost: null,
      savedSeconds: null,
    });
  });
});
