import assert from 'node:assert/strict';
import { pythonPackagesCheck } from '../../../../../server/src/pipeline/doctor/checks/python-packages-check';
import { buildOf } from '../../../../support/build';
import { runCheck, tools } from '../../../../support/doctor';

const missing = { version: null, file: null, problem: 'ModuleNotFoundError: gone' };
const without = (name: 'numpy' | 'pygccxml') => ({ ...tools, python: { ...tools.python, [name]: missing } });

describe('the check of Python’s packages', () => {
  it('names their versions, and whether pygccxml is ITK’s own', async () => {
    const { summary, found } = await runCheck(pythonPackagesCheck);
    assert.deepEqual([summary, found], ['pygccxml 3.0.2, NumPy 1.24.2', []]);
    const build = buildOf('/b', {}, { source: '/py' });
    assert.equal(
      (await runCheck(pythonPackagesCheck, { build })).summary,
      'pygccxml 3.0.2 (ITK’s own), NumPy 1.24.2',
    );
    const { summary: none } = await runCheck(pythonPackagesCheck, { tools: without('numpy') });
    assert.equal(none, 'pygccxml 3.0.2, NumPy not found');
  });

  it('needs pygccxml for a build, because without one ITK’s own is used later', async () => {
    const { found, findings } = await runCheck(pythonPackagesCheck, {
      build: buildOf('/b', {}),
      tools: without('pygccxml'),
    });
    assert.deepEqual(found, ['error: igenerator cannot import pygccxml.']);
    assert.deepEqual(findings[0]!.evidence, ['ModuleNotFoundError: gone', 'igenerator looks in /py']);
    assert.deepEqual((await runCheck(pythonPackagesCheck, { tools: without('pygccxml') })).found, []);
  });

  it('warns without NumPy; if ITK is tested, CMake stops', async () => {
    assert.match(
      (await runCheck(pythonPackagesCheck, { tools: without('numpy') })).found.join(),
      /^warning: NumPy/,
    );
    const build = buildOf('/b', {}, { cache: new Map([['BUILD_TESTING', 'ON']]) });
    assert.match(
      (await runCheck(pythonPackagesCheck, { build, tools: without('numpy') })).found.join(),
      /^error: NumPy/,
    );
  });

  it('is skipped if Python does not work', async () => {
    const python = { ...tools.python, problem: 'exit code 1' };
    assert.match((await runCheck(pythonPackagesCheck, { tools: { ...tools, python } })).summary, /^skipped/);
  });
});
