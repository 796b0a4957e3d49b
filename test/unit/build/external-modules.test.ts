import assert from 'node:assert/strict';
import path from 'node:path';
import { externalText } from '../../../server/src/build/external-modules';
import { leftovers } from '../../../server/src/build/pkl/leftovers';
import { readBuild } from '../../../server/src/build/read-build';
import { statusOf } from '../../../server/src/pipeline/state/status-report';
import { withoutExternal } from '../../../server/src/wrapping/evaluation/compare-generated';
import { buildFixture } from '../../support/build-fixture';
import { tempDir, writeFiles } from '../../support/temp-dir';

const PKL = 'Wrapping/Generators/Python/itk-pkl';

describe('modules outside ITK that write into its build', () => {
  const temp = tempDir();
  const at = (name: string): string => path.join(temp(), name);
  const config = (module: string, ...folders: string[]): string =>
    `set(${module}_LOADED 1)\nset(${module}_INCLUDE_DIRS "${folders.map(at).join(';')}")\n`;

  beforeEach(() => {
    writeFiles(at('itk'), buildFixture(at('itk'), at('src'), { M: { types: ['itkA'] } }));
    writeFiles(temp(), {
      'module-build/CMakeCache.txt': `ITK_DIR:PATH=${at('itk')}\n`,
      'itk/Wrapping/Typedefs/M.mdx': 'itkA.idx\n',
      'itk/Wrapping/Typedefs/Theirs.mdx': 'M.mdx\nitkX.idx\nitkY.idx\n',
      'itk/lib/cmake/ITK-6.0/Modules/Theirs.cmake': config(
        'Theirs',
        'module/include',
        'module-build/include',
      ),
      // Built in a folder that no longer exists.
      'itk/Wrapping/Typedefs/Lost.mdx': 'itkL.idx\n',
      'itk/lib/cmake/ITK-6.0/Modules/Lost.cmake': config('Lost', 'lost/include', 'lost-build/include'),
      // Left by an earlier configuration of ITK itself.
      'itk/Wrapping/Typedefs/Earlier.mdx': 'itkE.idx\n',
      'itk/lib/cmake/ITK-6.0/Modules/Earlier.cmake': config('Earlier', 'src/Earlier/include', 'itk/Earlier'),
      [`itk/${PKL}/X.itkX.pkl`]: '',
      [`itk/${PKL}/itkX.index.txt`]: '',
      [`itk/${PKL}/Theirs.pkl.stamp`]: '',
      [`itk/${PKL}/E.itkE.pkl`]: '',
    });
  });

  it('are listed with the folder that they were configured in', async () => {
    const { external } = await readBuild(at('itk'));
    assert.deepEqual(external, [
      { name: 'Lost', types: ['itkL'], configuredIn: null },
      { name: 'Theirs', types: ['itkX', 'itkY'], configuredIn: at('module-build') },
    ]);
    assert.deepEqual(external.map(externalText), [
      'itkL belongs to the external module Lost. The build folder of that module is gone.',
      `itkX, itkY belong to the external module Theirs. That module was configured in ${at('module-build')}.`,
    ]);
  });

  it('leave no leftovers, unlike an earlier configuration', async () => {
    const build = await readBuild(at('itk'));
    assert.deepEqual(
      (await leftovers(build)).map(({ of }) => of),
      ['itkE'],
    );
    assert.deepEqual(statusOf(build, [], null, [], []).external[1], {
      module: 'Theirs',
      configuredIn: at('module-build'),
      types: ['itkX', 'itkY'],
    });
  });

  it('are not missing from a prediction of ITK', async () => {
    const { external } = await readBuild(at('itk'));
    const part = { same: 1, different: [], missing: ['itkX', 'itkZ'], extra: [] };
    const check = withoutExternal({ types: 1, cxx: part, swigInterface: part }, external);
    assert.deepEqual([check.cxx.missing, check.swigInterface.missing], [['itkZ'], ['itkZ']]);
    assert.deepEqual(check.external, [
      { module: 'Theirs', configuredIn: at('module-build'), types: ['itkX'] },
    ]);
  });
});
