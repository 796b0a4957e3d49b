import assert from 'node:assert/strict';
import { shownCost } from '../../../../server/src/pipeline/costs/shown-cost';
import { costText } from '../../../../server/src/shared/l10n/cost-text';

const costs = {
  ofType: (name: string) =>
    name === 'itkFoo'
      ? { instantiations: 4, stages: { castxml: 4, swig: 6, compile: 2 }, cppBytes: 4 * 2 ** 20 }
      : undefined,
  estimator: () => () => ({ seconds: 3, stages: ['castxml' as const], cppBytes: null, error: 0.3 }),
};
const text = (type: string | null, instantiations: number): string => {
  const cost = shownCost({ type, instantiations }, costs);
  return cost === null ? '' : costText(cost);
};

describe('the cost that is shown', () => {
  it('is measured for a whole type, a share for a part of it, and an estimate for what is new', () => {
    assert.equal(text('itkFoo', 4), '12.0 s to build, 4.0 MB of C++');
    assert.equal(text('itkFoo', 1), '≈ 3.0 s to build, 1.0 MB of C++');
    assert.equal(text('itkNew', 1), '≈ 3.0 s (± 30 %) of castxml');
    assert.equal(text(null, 1), '≈ 3.0 s (± 30 %) of castxml');
  });

  it('is nothing for no instantiation, and without a build', () => {
    assert.equal(text('itkFoo', 0), '');
    assert.equal(shownCost({ type: 'itkFoo', instantiations: 1 }, null), null);
  });
});
