import assert from 'node:assert/strict';
import path from 'node:path';
import { leftovers } from '../../../../server/src/build/pkl/leftovers';
import { readPklState } from '../../../../server/src/build/pkl/pkl';
import { readBuild } from '../../../../server/src/build/read-build';
import { buildFixture } from '../../../support/build-fixture';
import { tempDir, writeFiles } from '../../../support/temp-dir';

const PKL = 'Wrapping/Generators/Python/itk-pkl';

describe('leftovers', () => {
  const temp = tempDir();

  it('lists files that no type of the build has written', async () => {
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

  it('lists only its own files for an external module, which writes into ITK’s build', async () => {
    const itk = path.join(temp(), 'itk');
    const dir = path.join(temp(), 'module-build');
    const files = buildFixture(itk, '/src', { MyModule: { types: ['itkMine'] } });
    writeFiles(dir, {
      ...files,
      'CMakeCache.txt': (files['CMakeCache.txt'] ?? '')
        .replace('NAME:STATIC=ITK', `NAME:STATIC=MyModule\nITK_DIR:PATH=${itk}`)
        .replace(`CACHEFILE_DIR:INTERNAL=${itk}`, `CACHEFILE_DIR:INTERNAL=${dir}`),
      // Outside of the build folder, CMake lists each file only once, by its absolute path.
      'build.ninja': (files['build.ninja'] ?? '')
        .replaceAll(/ \|(?: \$\{cmake_ninja_workdir\}[^ :]+)+/g, '')
        .replaceAll(/(?<=[ :])Wrapping\//g, `${itk}/Wrapping/`)
        .replace(`cmake_ninja_workdir = ${itk}/`, `cmake_ninja_workdir = ${dir}/`),
    });
    writeFiles(itk, {
      [`${PKL}/itkMine.index.txt`]: `${itk}/${PKL}/A.itkMine.pkl\n${itk}/${PKL}/B.itkMine.pkl\n`,
      [`${PKL}/A.itkMine.pkl`]: '',
      [`${PKL}/Old.itkMine.pkl`]: '',
      [`${PKL}/C.itkOfItk.pkl`]: '',
      [`${PKL}/itkOfItk.index.txt`]: `${itk}/${PKL}/C.itkOfItk.pkl\n`,
    });
    const build = await readBuild(dir);
    assert.deepEqual(build.problems, []);
    assert.equal(build.project, 'MyModule');
    assert.equal(build.layout.pkl, path.join(itk, PKL));
    const [type] = build.types;
    assert.deepEqual(
      [type?.module, type?.xml],
      ['MyModule', path.join(itk, 'Wrapping/castxml_inputs/itkMine.xml')],
    );
    const { missing, missingIndex } = await readPklState(build, build.modules[0]!);
    assert.deepEqual([missing, missingIndex], [[path.join(itk, PKL, 'B.itkMine.pkl')], []]);
    assert.deepEqual(
      (await leftovers(build)).map(({ file }) => path.basename(file)),
      ['Old.itkMine.pkl'],
    );
  });
});
