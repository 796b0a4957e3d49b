import assert from 'node:assert/strict';
import { readLibraryCommands } from '../../../../server/src/build/generators/library-commands';
import type { BuildTree } from '../../../../server/src/build/build-tree';
import { buildOf } from '../../../support/build';
import { tempDir, writeFiles } from '../../../support/temp-dir';

const RULES = `
rule CXX_COMPILER__ITKAPython_unscanned_Release
  depfile = $DEP_FILE
  command = \${LAUNCHER}/usr/bin/c++ $DEFINES $INCLUDES $FLAGS -MD -MT $out -MF $DEP_FILE -o $out -c $in
rule CXX_MODULE_LIBRARY_LINKER__ITKAPython_Release
  command = $PRE_LINK && /usr/bin/c++ -fPIC $LANGUAGE_COMPILE_FLAGS -shared -o $TARGET_FILE $in $LINK_LIBRARIES && $POST_BUILD
`;
const NINJA = `include CMakeFiles/rules.ninja
build order_ITKAPython: phony || a
build A/my$ file.cpp.o: CXX_COMPILER__ITKAPython_unscanned_Release /b/A/my$ file.cpp || order_ITKAPython
  DEFINES = -DX
  DEP_FILE = A/a.d
  FLAGS = -O3 -std=c++17
  INCLUDES = -I/s -isystem /py
build itk/_ITKAPython.abi3.so: CXX_MODULE_LIBRARY_LINKER__ITKAPython_Release A/my$ file.cpp.o
  LANGUAGE_COMPILE_FLAGS = -O3
  LINK_LIBRARIES = lib/libITKCommon.a -lm
  POST_BUILD = :
  PRE_LINK = :
  TARGET_FILE = itk/_ITKAPython.abi3.so
`;

describe('readLibraryCommands', () => {
  const dir = tempDir();
  const build = (changes: Partial<BuildTree> = {}): BuildTree => {
    const made = buildOf(dir(), { ITKB: ['itkB', 'itkC'], ITKA: ['itkA'] });
    const swig = {
      name: '',
      source: '',
      cpp: '',
      outputs: [],
      inputs: [],
      command: { cwd: '', env: {}, launcher: [], argv: [] },
    };
    return { ...made, modules: made.modules.map((module) => ({ ...module, swig })), ...changes };
  };

  it('reads how the smallest module is compiled and linked', async () => {
    writeFiles(dir(), { 'build.ninja': NINJA, 'CMakeFiles/rules.ninja': RULES });
    const commands = await readLibraryCommands(build());
    assert.ok(!('problem' in commands), JSON.stringify(commands));
    assert.equal(commands.module, 'ITKA');
    const { compile, link } = commands;
    assert.deepEqual(compile.argv, [
      ...[
        '/usr/bin/c++',
        '-DX',
        '-I/s',
        '-isystem',
        '/py',
        '-O3',
        '-std=c++17',
        '-MD',
        '-MT',
        'A/my file.cpp.o',
      ],
      ...['-MF', 'A/a.d', '-o', 'A/my file.cpp.o', '-c', '/b/A/my file.cpp'],
    ]);
    assert.deepEqual(compile.inputs, ['/b/A/my file.cpp']);
    assert.deepEqual(link.argv.slice(-3), ['A/my file.cpp.o', 'lib/libITKCommon.a', '-lm']);
    assert.equal(link.output, `${dir()}/itk/_ITKAPython.abi3.so`);
  });

  it('takes what stands before the compiler for a launcher', async () => {
    const ninja = NINJA.replace('  DEFINES', '  LAUNCHER = ccache$ \n  DEFINES');
    writeFiles(dir(), { 'build.ninja': ninja, 'CMakeFiles/rules.ninja': RULES });
    const cache = new Map([['CMAKE_CXX_COMPILER', '/usr/bin/c++']]);
    const commands = await readLibraryCommands(build({ cache }));
    assert.ok(!('problem' in commands));
    assert.deepEqual([commands.compile.launcher, commands.compile.argv[0]], [['ccache'], '/usr/bin/c++']);
  });

  it('says why there are none', async () => {
    const problem = async (changes: Partial<BuildTree>): Promise<string> => {
      const commands = await readLibraryCommands(build(changes));
      return 'problem' in commands ? commands.problem : '';
    };
    writeFiles(dir(), { 'build.ninja': '# empty\n' });
    assert.match(
      await problem({ generator: 'Unix Makefiles' }),
      /^the build was generated for Unix Makefiles/,
    );
    assert.equal(await problem({}), 'no rule of the build makes the Python library of ITKA');
    assert.equal(await problem({ modules: [] }), 'no module of the build runs SWIG');
    writeFiles(dir(), {
      'build.ninja': NINJA.replace('-O3 -std', '`id` -std'),
      'CMakeFiles/rules.ninja': RULES,
    });
    assert.match(await problem({}), /^the command for A\/my file\.cpp\.o cannot be read: it needs a shell/);
  });
});
