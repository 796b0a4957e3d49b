import assert from 'node:assert/strict';
import { pathLengthsCheck } from '../../../../../server/src/pipeline/doctor/checks/path-lengths-check';
import type { BuildTree } from '../../../../../server/src/build/build-tree';
import { buildOf } from '../../../../support/build';
import { runCheck } from '../../../../support/doctor';

/** A build on Windows, with a type of this name. */
function windowsBuild(dir: string, type: string, order = type): BuildTree {
  const build = buildOf('/b', { ITKCommon: [type] });
  const argv = ['python.exe', 'igenerator.py', '--submodule-order', order];
  return {
    ...build,
    dir,
    types: build.types.map((each) => ({ ...each, xml: `${dir}\\Wrapping\\castxml_inputs\\${type}.xml` })),
    modules: build.modules.map((each) => ({
      ...each,
      igenerator: { cwd: dir, env: {}, launcher: [], argv },
      igeneratorOutputs: [],
    })),
  };
}

describe('the check of path lengths', () => {
  it('counts the longest file that the tools write', async () => {
    const { found, findings } = await runCheck(pathLengthsCheck, {
      build: windowsBuild('C:\\b', 'itk'.padEnd(200, 'x')),
    });
    assert.match(
      found.join(),
      /^error: The path of a file of the build has 2\d\d characters\. Windows stops at 260/,
    );
    assert.match(
      findings[0]!.evidence[0]!,
      /^C:\\b\\Wrapping\\Modules\\ITKCommon\\CMakeFiles\\ITKCommonPython\.dir\\itkx+Python\.cpp\.obj\.d$/,
    );
  });

  it('counts the longest command', async () => {
    const { found } = await runCheck(pathLengthsCheck, {
      build: windowsBuild('C:\\b', 'itkA', 'itkA;'.repeat(2000)),
    });
    assert.match(
      found.join(),
      /^error: The command that runs igenerator for ITKCommon has 10\d\d\d characters\. cmd\.exe stops at 8191/,
    );
  });

  it('is content with a short folder, and skipped elsewhere', async () => {
    assert.deepEqual((await runCheck(pathLengthsCheck, { build: windowsBuild('C:\\b', 'itkA') })).found, []);
    assert.match(
      (await runCheck(pathLengthsCheck, { build: buildOf('/b', {}) })).summary,
      /^skipped: only Windows/,
    );
  });
});
