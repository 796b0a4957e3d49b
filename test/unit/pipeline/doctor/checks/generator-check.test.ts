import assert from 'node:assert/strict';
import { generatorCheck } from '../../../../../server/src/pipeline/doctor/checks/generator-check';
import { buildOf } from '../../../../support/build';
import { runCheck, tools } from '../../../../support/doctor';

const ninja = { file: null, version: null, problem: 'there is no ninja on PATH' };

describe('the check of the generator', () => {
  it('is content with Ninja', async () => {
    const { summary, found } = await runCheck(generatorCheck, { build: buildOf('/b', {}) });
    assert.deepEqual([summary, found], ['Ninja 1.11.1, /usr/bin/ninja', []]);
  });

  it('recommends it to other builds, whatever is on PATH', async () => {
    const build = buildOf('/b', {}, { generator: 'Unix Makefiles' });
    const { summary, found } = await runCheck(generatorCheck, { build, tools: { ...tools, ninja } });
    assert.equal(summary, 'Unix Makefiles');
    assert.match(found.join(), /^warning: The build is for Unix Makefiles\./);
  });

  it('needs ninja for a Ninja build, and recommends it without one', async () => {
    const broken = { ...tools, ninja };
    assert.deepEqual((await runCheck(generatorCheck, { build: buildOf('/b', {}), tools: broken })).found, [
      'error: ninja is missing.',
    ]);
    assert.deepEqual((await runCheck(generatorCheck, { tools: broken })).found, [
      'warning: ninja is missing.',
    ]);
  });
});
