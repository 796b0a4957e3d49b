import assert from 'node:assert/strict';
import { ccacheCheck } from '../../../../../server/src/pipeline/doctor/checks/ccache-check';
import type { BuildTree } from '../../../../../server/src/build/build-tree';
import { buildOf } from '../../../../support/build';
import { runCheck } from '../../../../support/doctor';

function buildWith(launcher: string[]): BuildTree {
  const build = buildOf('/b', { ITKCommon: ['itkA', 'itkB'] });
  return {
    ...build,
    types: build.types.map((type) => ({ ...type, castxml: { ...type.castxml!, launcher } })),
  };
}

describe('the check of ccache', () => {
  it('says that it caches nothing in front of castxml', async () => {
    const { summary, found } = await runCheck(ccacheCheck, { build: buildWith(['/usr/bin/ccache']) });
    assert.equal(summary, 'in front of castxml (2 runs)');
    assert.match(found.join(), /^warning: ccache in front of castxml caches nothing/);
  });

  it('does not mind other launchers, and needs a build', async () => {
    assert.deepEqual((await runCheck(ccacheCheck, { build: buildWith(['/x/itk-castxml-cache']) })).found, []);
    assert.equal((await runCheck(ccacheCheck)).summary, 'skipped: no build');
  });
});
