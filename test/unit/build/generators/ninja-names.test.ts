import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ninjaNames, type NamedModule } from '../../../../server/src/build/generators/ninja-names';
import { readBuild } from '../../../../server/src/build/read-build';
import { diskFs } from '../../../../server/src/host/build-files';
import { buildFixture, type FixtureOptions } from '../../../support/build-fixture';
import { tempDir, writeFiles } from '../../../support/temp-dir';

describe('ninjaNames', () => {
  const temp = tempDir();

  function fixture(options: FixtureOptions = {}): string {
    const dir = path.join(temp(), 'build');
    const modules = {
      ITKCommon: { types: ['itkImage', 'itkVector'] },
      ITKSmoothing: { types: ['itkMeanImageFilter', 'itkMedian'], dependencies: ['ITKCommon'] },
    };
    writeFiles(dir, buildFixture(dir, path.join(temp(), 'src'), modules, options));
    return dir;
  }

  const names = (dir: string): Promise<NamedModule[]> => ninjaNames(dir, new Map(), diskFs);

  /** The same facts, from reading the whole build. */
  async function whole(dir: string): Promise<NamedModule[]> {
    const build = await readBuild(dir);
    const typesOf = (module: string): NamedModule['types'] =>
      build.types
        .filter((type) => type.module === module)
        .map(({ name, wrap, xml }) => ({ name, wrap, xml }));
    return build.modules.map(({ name, wrappingDir }) => ({ name, wrappingDir, types: typesOf(name) }));
  }

  for (const generation of ['5.2', '5.3', 'main'] as const)
    it(`finds the names of ${generation} as reading the whole build does`, async () => {
      const dir = fixture({ generation });
      const found = await names(dir);
      assert.deepEqual(
        found.map(({ types }) => types.map(({ name }) => name)),
        [
          ['itkImage', 'itkVector'],
          ['itkMeanImageFilter', 'itkMedian'],
        ],
      );
      assert.deepEqual(found, await whole(dir));
    });

  it('omits a type that castxml does not run for, and takes a type of two modules once', async () => {
    const dir = fixture();
    const common = `${dir}/Wrapping/Typedefs`;
    appendFileSync(
      path.join(dir, 'build.ninja'),
      '\nbuild Wrapping/Typedefs/itkImage.idx Wrapping/Typedefs/itkLost.idx: CUSTOM_COMMAND Wrapping/castxml_inputs/itkImage.xml\n' +
        `  COMMAND = python3 igenerator.py --mdx ${common}/ITKLater.mdx --submodule-order "itkImage;itkLost"\n`,
    );
    const found = await names(dir);
    assert.deepEqual(found.at(-1), { name: 'ITKLater', wrappingDir: found[0]!.wrappingDir, types: [] });
    assert.deepEqual(found, await whole(dir));
  });

  it('returns nothing for a build without a build.ninja, and for one that is cut in the middle', async () => {
    assert.deepEqual(await names(path.join(temp(), 'nowhere')), []);
    const dir = fixture();
    writeFileSync(path.join(dir, 'build.ninja'), 'build a: CUSTOM_COMMAND igenerator.py');
    assert.deepEqual(await names(dir), []);
  });

  it('follows no include, so that a file cannot include itself for ever', async () => {
    const dir = fixture();
    appendFileSync(path.join(dir, 'build.ninja'), '\ninclude build.ninja\nsubninja build.ninja\n');
    assert.equal((await names(dir)).length, 2);
  });
});
