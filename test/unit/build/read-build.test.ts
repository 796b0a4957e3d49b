import assert from 'node:assert/strict';
import * as fsPromises from 'node:fs/promises';
import path from 'node:path';
import { readBuild } from '../../../server/src/build/read-build';
import { buildFixture, type FixtureModules } from '../../support/build-fixture';
import { tempDir, writeFiles } from '../../support/temp-dir';

const MODULES: FixtureModules = {
  ITKCommon: { types: ['itkImage', 'itkVector'] },
  ITKSmoothing: { types: ['itkMeanImageFilter'], dependencies: ['ITKCommon'] },
};

describe('readBuild', () => {
  const temp = tempDir();

  function fixture(
    ...rest: Parameters<typeof buildFixture> extends [string, string, ...infer R] ? R : never
  ): string {
    const dir = path.join(temp(), 'build');
    writeFiles(dir, buildFixture(dir, path.join(temp(), 'src'), ...rest));
    return dir;
  }

  it('joins types, modules, commands and .wrap files', async () => {
    const dir = fixture(MODULES);
    const build = await readBuild(dir);
    assert.deepEqual(build.problems, []);
    assert.deepEqual(
      build.modules.map(({ name, types, dependencies, wrappingDir }) => [
        name,
        types,
        dependencies,
        wrappingDir,
      ]),
      [
        ['ITKCommon', ['itkImage', 'itkVector'], [], path.join(temp(), 'src/ITKCommon/wrapping')],
        [
          'ITKSmoothing',
          ['itkMeanImageFilter'],
          ['ITKCommon'],
          path.join(temp(), 'src/ITKSmoothing/wrapping'),
        ],
      ],
    );
    const [image] = build.types;
    const inputs = path.join(dir, 'Wrapping/castxml_inputs');
    assert.equal(image?.wrap, path.join(temp(), 'src/ITKCommon/wrapping/itkImage.wrap'));
    assert.equal(image.xml, path.join(inputs, 'itkImage.xml'));
    assert.equal(image.cxx, path.join(inputs, 'itkImage.cxx'));
    assert.equal(image.inc, path.join(inputs, 'itkImage.castxml.inc'));
    assert.deepEqual(image.inputs, [
      image.cxx,
      image.inc,
      path.join(temp(), 'src/ITKCommon/include/itkImage.h'),
    ]);
    assert.equal(image.castxml?.cwd, path.join(dir, 'Wrapping/Modules/ITKCommon'));
    assert.deepEqual(image.castxml.argv.slice(0, 3), ['/usr/bin/castxml', '-o', image.xml]);
    assert.equal(build.castxml, '/usr/bin/castxml');
    assert.equal(build.itkVersion, '6.0.0');
    assert.equal(build.layout.generation, 'main');
    const [common] = build.modules;
    assert.equal(common?.igeneratorOutputs[0], path.join(dir, 'Wrapping/Typedefs/itkImage.i'));
    assert.equal(common.igeneratorOutputs.length, 6);
    assert.equal(common.stampGeneration, 'none');
  });

  it('recognizes the layouts of 5.2 and 5.3', async () => {
    const old = await readBuild(fixture(MODULES, { generation: '5.2' }));
    assert.equal(old.layout.generation, '5.2');
    assert.equal(old.layout.pkl, null);
    assert.match(old.types[0]?.inc ?? '', /Wrapping\/ITKCommon\.castxml\.inc$/);
    const middle = await readBuild(fixture(MODULES, { generation: '5.3' }));
    assert.equal(middle.layout.generation, '5.3');
    assert.match(middle.layout.pkl ?? '', /Generators\/Python\/itk-pkl$/);
    assert.match(middle.types[2]?.inc ?? '', /castxml_inputs\/\.castxml\.inc$/);
  });

  it('recognizes the generations of stamps', async () => {
    const pkl = 'Wrapping/Generators/Python/itk-pkl';
    const stamped = async (name: string): Promise<(string | null)[]> => {
      const dir = fixture(MODULES, {
        igeneratorExtra: ` --pkl_stamp ${path.join(temp(), 'build', pkl)}/${name}`,
        extraOutput: `${pkl}/${name}`,
      });
      const [module] = (await readBuild(dir)).modules;
      return [module?.stampGeneration ?? null, path.basename(module?.stamp ?? '')];
    };
    assert.deepEqual(await stamped('%M.pkl.stamp'), ['pkl-stamp', 'ITKCommon.pkl.stamp']);
    assert.deepEqual(await stamped('%M.stamp'), ['sqlite-stamp', 'ITKCommon.stamp']);
  });

  it('recognizes the key scheme of a build’s own cache script', async () => {
    for (const [salt, scheme] of [
      ['v4', 'plain'],
      ['v2', 'manifest'],
    ]) {
      const script = path.join(temp(), 'itk-castxml-cache.py');
      writeFiles(temp(), { 'itk-castxml-cache.py': `_KEY_VERSION = b"${salt}\\0"\n` });
      const build = await readBuild(fixture(MODULES, { launcher: `/usr/bin/python3 ${script}` }));
      assert.equal(build.scheme, scheme);
      assert.deepEqual(build.types[0]?.castxml?.launcher, ['/usr/bin/python3', script]);
      assert.equal(build.castxml, '/usr/bin/castxml');
    }
  });

  it('reads Windows line ends', async () => {
    const dir = fixture(MODULES);
    for (const name of ['build.ninja', 'CMakeCache.txt', 'CMakeFiles/rules.ninja']) {
      const text = await fsPromises.readFile(path.join(dir, name), 'utf8');
      writeFiles(dir, { [name]: text.replaceAll('\n', '\r\n') });
    }
    const build = await readBuild(dir);
    assert.equal(build.types.length, 3);
    assert.equal(build.types[2]?.castxml?.argv.at(-1), build.types[2]?.cxx);
    assert.deepEqual(build.problems, []);
  });

  it('reads a command that CMake put into a script because of its length', async () => {
    const dir = fixture(MODULES);
    const ninja = await fsPromises.readFile(path.join(dir, 'build.ninja'), 'utf8');
    const line = /COMMAND = (.*igenerator.py .*ITKSmoothing.mdx.*)\n/.exec(ninja)?.[1] ?? '';
    writeFiles(dir, {
      'build.ninja': ninja.replace(line, 'CMakeFiles/ITKSmoothing-0123abcd.sh 0123456789abcdef'),
      'CMakeFiles/ITKSmoothing-0123abcd.sh': `set -e\n\n${line.replaceAll(' && ', '\n')}\n`,
    });
    const module = (await readBuild(dir)).modules.find(({ name }) => name === 'ITKSmoothing');
    assert.equal(module?.igenerator?.argv[0], '/usr/bin/python3');
    assert.deepEqual(module.types, ['itkMeanImageFilter']);
  });

  it('reports what is wrong with a folder that is not a build', async () => {
    const build = await readBuild(path.join(temp(), 'nowhere'));
    assert.equal(build.types.length, 0);
    assert.match(build.problems[0]?.message ?? '', /there is no such file/);
    assert.match(build.problems[0]?.next ?? '', /Configure/);
  });

  it('reports that wrapping is off, or that nothing is wrapped', async () => {
    const dir = fixture({});
    assert.match((await readBuild(dir)).problems[0]?.message ?? '', /no CastXML runs/);
    const cache = await fsPromises.readFile(path.join(dir, 'CMakeCache.txt'), 'utf8');
    writeFiles(dir, { 'CMakeCache.txt': cache.replace('PYTHON:BOOL=ON', 'PYTHON:BOOL=OFF') });
    assert.match((await readBuild(dir)).problems[0]?.message ?? '', /wrapping is off/);
  });

  it('says where an external module needs a .wrap file', async () => {
    const dir = fixture({});
    const cache = await fsPromises.readFile(path.join(dir, 'CMakeCache.txt'), 'utf8');
    writeFiles(dir, { 'CMakeCache.txt': `${cache}\nITK_DIR:PATH=/itk/build\n` });
    const [problem] = (await readBuild(dir)).problems;
    assert.match(problem?.message ?? '', /nothing is wrapped in .*wrapping\.$/);
    assert.match(problem?.file ?? '', /wrapping\/CMakeLists\.txt$/);
    assert.doesNotMatch(problem?.next ?? '', /Module_/);
  });

  it('reports a command that needs a shell and keeps its type', async () => {
    const build = await readBuild(fixture(MODULES, { launcher: '$$MY_LAUNCHER' }));
    assert.equal(build.types.length, 3);
    assert.equal(build.types[0]?.castxml, null);
    assert.match(build.problems[0]?.message ?? '', /needs a shell for \$MY_LAUNCHER/);
  });

  it('shows a build of another generator without its commands', async () => {
    const dir = path.join(temp(), 'build');
    const inputs = 'Wrapping/castxml_inputs';
    const cache = buildFixture(dir, path.join(temp(), 'src'), {})['CMakeCache.txt'] ?? '';
    writeFiles(dir, {
      'CMakeCache.txt':
        cache.replace('=Ninja', '=Xcode') +
        `ITKCommonSwigFiles:INTERNAL=${dir}/Wrapping/Typedefs/itkImage.i\n`,
      [`${inputs}/itkImage.cxx`]: '',
      [`${inputs}/itkImage.castxml.inc`]: '',
      [`${inputs}/itkImageSwigInterface.h.in`]: '',
      'CMakeFiles/Makefile.cmake': `set(CMAKE_MAKEFILE_DEPENDS\n  "CMakeCache.txt"\n  "${temp()}/src/Common/wrapping/itkImage.wrap"\n  )\n`,
    });
    const build = await readBuild(dir);
    assert.deepEqual(
      build.types.map(({ name, module, castxml }) => [name, module, castxml]),
      [['itkImage', 'ITKCommon', null]],
    );
    assert.equal(build.types[0]?.wrap, path.join(temp(), 'src/Common/wrapping/itkImage.wrap'));
    assert.match(build.problems[0]?.next ?? '', /-G Ninja/);
  });
});
