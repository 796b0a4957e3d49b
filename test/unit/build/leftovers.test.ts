import assert from 'node:assert/strict';
import path from 'node:path';
import { leftovers } from '../../../server/src/build/leftovers';
import { readBuild } from '../../../server/src/build/readBuild';
import { buildFixture } from '../../support/buildFixture';
import { tempDir, writeFiles } from '../../support/tempDir';

const PKL = 'Wrapping/Generators/Python/itk-pkl';

describe('leftovers', () => {
  const temp = tempDir();

  it('names what no type of the build has written', async () => {
    const dir = temp();
    writeFiles(dir, buildFixture(dir, '/src', { M: { types: ['itkA'] } }));
    writeFiles(dir, {
      [`${PKL}/itkA.index.txt`]: `${dir}/${PKL}/A.itkA.pkl\n`,
      [`${PKL}/A.itkA.pkl`]: '',
      [`${PKL}/Old.itkA.pkl`]: '',
      [`${PKL}/B.itkGone.pkl`]: '',
      [`${PKL}/itkGone.index.txt`]: '',
      [`${PKL}/Gone.pkl.stamp`]: '',
    });
    assert.deepEqual(
      (await leftovers(await readBuild(dir))).map(({ file, kind, of }) => [path.basename(file), kind, of]),
      [
        ['B.itkGone.pkl', 'pkl', 'itkGone'],
        ['Gone.pkl.stamp', 'stamp', 'Gone'],
        ['Old.itkA.pkl', 'pkl', 'itkA'],
        ['itkGone.index.txt', 'index', 'itkGone'],
      ],
    );
  });
});
