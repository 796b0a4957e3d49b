import assert from 'node:assert/strict';
import type { CostChange } from '../../../server/src/pipeline/costs/cost-change';
import { itkWrap } from '../../support/itk-wrap';
import { type SampleCopy, sampleCopy } from '../../support/sample';

describe('itk-wrap predict --cost', function () {
  this.timeout(180_000);
  let sample: SampleCopy;
  before(async () => (sample = await sampleCopy()));
  after(() => sample?.remove());

  const ask = async (...options: string[]): Promise<CostChange> => {
    const { stdout, stderr } = await itkWrap(
      sample.source,
      'predict',
      '--build',
      sample.build,
      '--cost',
      '--json',
      ...options,
    );
    assert.notEqual(stdout, '', stderr);
    return JSON.parse(stdout) as CostChange;
  };

  it('counts what options add, and estimates it from the log of a real build', async () => {
    const { added, removed, cost } = await ask('-D', 'ITK_WRAP_double=ON');
    assert.ok(added.instantiations > 10, JSON.stringify(added));
    assert.equal(removed.instantiations, 0);
    assert.ok(cost && cost.seconds >= 0 && cost.stages.includes('castxml'), JSON.stringify(cost));
  });

  it('says what is saved, and that nothing changes without an option', async () => {
    const less = await ask('-D', 'ITK_WRAP_IMAGE_DIMS=2');
    assert.ok(less.removed.instantiations > 10, JSON.stringify(less));
    assert.ok(less.savedSeconds !== null && less.savedSeconds >= 0);
    const same = await ask();
    assert.deepEqual([same.added.instantiations, same.removed.instantiations], [0, 0]);
    assert.equal(same.cost, null);
  });

  it('needs a build', async () => {
    const { code, stderr } = await itkWrap(sample.source, 'predict', '--source', sample.source, '--cost');
    assert.equal(code, 2);
    assert.match(stderr, /name it with --build DIR/);
  });
});
