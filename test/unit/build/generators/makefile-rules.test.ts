import assert from 'node:assert/strict';
import path from 'node:path';
import { parseMakefile } from '../../../../server/src/build/generators/makefile-rules';
import { readBuild } from '../../../../server/src/build/read-build';
import { tempDir, writeFiles } from '../../../support/temp-dir';

const castxml = (dir: string): string => `CMAKE_COMMAND = /usr/bin/cmake

Wrapping/M: Wrapping/castxml_inputs/itkA.xml

Wrapping/castxml_inputs/itkA.xml: Wrapping/castxml_inputs/itkA.cxx
Wrapping/castxml_inputs/itkA.xml: /src/a\\ b/itkA.h
\t@$(CMAKE_COMMAND) -E cmake_echo_color --blue "Generating itkA.xml"
\tcd ${dir}/Wrapping/Modules/M && $(CMAKE_COMMAND) -E env A=1 /usr/bin/castxml -o ${dir}/Wrapping/castxml_inputs/itkA.xml --castxml-start _wrapping_ "-DX=\\$$Y" @${dir}/Wrapping/castxml_inputs/itkA.castxml.inc ${dir}/Wrapping/castxml_inputs/itkA.cxx
.PHONY : M
`;
const swig = (dir: string): string => `CMAKE_COMMAND = /usr/bin/cmake
Wrapping/Typedefs/itkA.i: Wrapping/castxml_inputs/itkA.xml
\t@$(CMAKE_COMMAND) -E cmake_echo_color "Run igenerator.py for M"
\tcd ${dir}/W && $(CMAKE_COMMAND) -E rm -f ${dir}/pkl/M.pkl.stamp
\tcd ${dir}/W && /usr/bin/python3 /src/igenerator.py --mdx ${dir}/T/M.mdx --mdx ${dir}/T/N.mdx --submodule-order itkA --pkl_dir ${dir}/pkl
\tcd ${dir}/W && $(CMAKE_COMMAND) -P stamp.cmake

Wrapping/Typedefs/itkA.idx: Wrapping/Typedefs/itkA.i
\t@$(CMAKE_COMMAND) -E touch_nocreate Wrapping/Typedefs/itkA.idx

pkl/M.pkl.stamp: Wrapping/Typedefs/itkA.i
\t@$(CMAKE_COMMAND) -E touch_nocreate pkl/M.pkl.stamp
`;

describe('parseMakefile', () => {
  it('joins dependencies, commands and the outputs that are only touched', () => {
    const [rule, ...others] = parseMakefile(swig('/b'));
    assert.deepEqual(others, []);
    assert.deepEqual(rule?.outputs, [
      'Wrapping/Typedefs/itkA.i',
      'Wrapping/Typedefs/itkA.idx',
      'pkl/M.pkl.stamp',
    ]);
    assert.match(rule.command, /^cd \/b\/W && \/usr\/bin\/cmake -E rm .* && cd \/b\/W && .*igenerator\.py/);
  });

  it('resolves make’s escapes', () => {
    const [rule] = parseMakefile(castxml('/b').replaceAll('\n', '\r\n'));
    assert.equal(rule?.inputs[1], '/src/a b/itkA.h');
    assert.ok(rule.command.includes('"-DX=\\$Y"'));
  });
});

describe('a Makefiles build', () => {
  const temp = tempDir();

  it('is read with its commands, like a Ninja build', async () => {
    const dir = temp();
    writeFiles(dir, {
      'CMakeCache.txt': `CMAKE_GENERATOR:INTERNAL=Unix Makefiles\nCMAKE_HOME_DIRECTORY:INTERNAL=/src\nCMAKE_CACHEFILE_DIR:INTERNAL=${dir}\nITK_WRAP_PYTHON:BOOL=ON\nCMAKE_PROJECT_NAME:STATIC=ITK\n`,
      'CMakeFiles/TargetDirectories.txt': `${dir}/m/CMakeFiles/all.dir\n${dir}/m/CMakeFiles/MCastXML.dir\n${dir}/m/CMakeFiles/MSwig.dir\n`,
      'CMakeFiles/Makefile.cmake': `set(CMAKE_MAKEFILE_DEPENDS\n  "CMakeCache.txt"\n  "/src(1)/CMakeLists.txt"\n  "/src/M/wrapping/itkA.wrap"\n  )\n\nset(CMAKE_MAKEFILE_OUTPUTS\n  "Makefile"\n  )\n`,
      'm/CMakeFiles/MCastXML.dir/build.make': castxml(dir),
      'm/CMakeFiles/MSwig.dir/build.make': swig(dir),
    });
    const build = await readBuild(dir);
    assert.deepEqual(build.problems, []);
    assert.deepEqual(build.configureInputs, [
      path.join(dir, 'CMakeCache.txt'),
      '/src(1)/CMakeLists.txt',
      '/src/M/wrapping/itkA.wrap',
    ]);
    const [type] = build.types;
    assert.deepEqual([type?.name, type?.module, type?.wrap], ['itkA', 'M', '/src/M/wrapping/itkA.wrap']);
    assert.deepEqual(type?.castxml?.env, { A: '1' });
    assert.equal(type.castxml.argv[5], '-DX=$Y');
    const [module] = build.modules;
    assert.deepEqual([module?.dependencies, module?.stampGeneration], [['N'], 'pkl-stamp']);
    assert.equal(module?.stamp, path.join(dir, 'pkl/M.pkl.stamp'));
    assert.equal(module.igenerator?.before?.length, 1);
    assert.deepEqual(module.igenerator.after, [['/usr/bin/cmake', '-P', 'stamp.cmake']]);
  });
});
