import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';
import { tempDir, writeFiles } from '../../support/temp-dir';

const SUPPORT = path.join(root, 'cmake/itkWrapCastXMLCacheSupport.cmake');
const LAUNCHER = path.join(root, 'dist/itk-swig-cache');

/*
 * SWIG's custom commands in a build of an unpatched ITK, with real CMake, ninja and SWIG. The project runs SWIG as ITK does,
 * and a command after it counts how often it runs.
 */
const PROJECT = `cmake_minimum_required(VERSION 3.16.3)
project(ITK NONE)
find_program(SWIG_EXECUTABLE swig)
set(swig_command \${SWIG_EXECUTABLE})
if(USE_CCACHE)
  set(swig_command /usr/bin/ccache \${SWIG_EXECUTABLE})
endif()
add_custom_command(
  OUTPUT \${CMAKE_BINARY_DIR}/mPython.cpp \${CMAKE_BINARY_DIR}/py/m.py
  COMMAND \${swig_command} -c++ -python -threads -features autodoc=2 -w302
    -o \${CMAKE_BINARY_DIR}/mPython.cpp -I\${CMAKE_SOURCE_DIR} -outdir \${CMAKE_BINARY_DIR}/py \${CMAKE_SOURCE_DIR}/m.i
  WORKING_DIRECTORY \${CMAKE_BINARY_DIR}
  DEPENDS "" \${CMAKE_SOURCE_DIR}/m.i
)
add_custom_command(
  OUTPUT \${CMAKE_BINARY_DIR}/compiled
  COMMAND \${CMAKE_COMMAND} -E echo compiling >> \${CMAKE_BINARY_DIR}/compiles
  COMMAND \${CMAKE_COMMAND} -E copy \${CMAKE_BINARY_DIR}/mPython.cpp \${CMAKE_BINARY_DIR}/compiled
  DEPENDS \${CMAKE_BINARY_DIR}/mPython.cpp
)
add_custom_target(all-of-it ALL DEPENDS \${CMAKE_BINARY_DIR}/compiled)
add_custom_command(OUTPUT other COMMAND \${CMAKE_COMMAND} -E echo swig -c++ -python VERBATIM)
`;

describe('SWIG through the cache in a build', function () {
  this.timeout(120_000);
  const dir = tempDir();

  const create = (tree: string): void =>
    writeFiles(path.join(dir(), tree), {
      'src/CMakeLists.txt': PROJECT,
      'src/m.i': '%module m\n%import "base.i"\nstruct D : Base {};\n',
      'src/base.i': '%module base\nstruct Base { int b; };\n',
      'build/py/.keep': '',
    });

  function run(program: string, ...args: string[]): string {
    const env = { ...process.env, ITK_WRAP_CACHE: `${dir()}/store`, ITK_WRAP_CACHE_VERBOSE: '1' };
    const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
    return stdout + stderr;
  }

  const configure = (tree: string, ...more: string[]): string =>
    run('cmake', '-G', 'Ninja', '-S', `${dir()}/${tree}/src`, '-B', `${dir()}/${tree}/build`, ...more);
  const on = (...more: string[]): string[] => [
    `-DCMAKE_PROJECT_ITK_INCLUDE=${SUPPORT}`,
    '-DITK_WRAP_SWIG_CACHE=ON',
    ...more,
  ];
  const build = (tree: string): string => run('ninja', '-v', '-C', `${dir()}/${tree}/build`);
  const read = (tree: string, name: string): string =>
    fs.readFileSync(`${dir()}/${tree}/build/${name}`, 'utf8');
  const compiles = (tree: string): number => read(tree, 'compiles').trim().split('\n').length;

  it('puts the launcher before SWIG and nothing else, drops ccache, and can be turned off', () => {
    create('one');
    // The second run of CMake lists fewer of its own inputs than the first.
    configure('one');
    configure('one');
    const plain = read('one', 'build.ninja');
    const cache = read('one', 'CMakeCache.txt');
    configure('one', `-DCMAKE_PROJECT_ITK_INCLUDE=${SUPPORT}`, '-DITK_WRAP_SWIG_CACHE=OFF');
    const commands = (text: string): string[] =>
      text.split('\n').filter((line) => line.includes('COMMAND = '));
    assert.deepEqual(commands(read('one', 'build.ninja')), commands(plain));
    configure('one', '-DITK_WRAP_SWIG_CACHE=ON');
    const changed = commands(read('one', 'build.ninja')).filter((line) => !plain.includes(line));
    assert.equal(changed.length, 1);
    assert.match(
      changed[0] ?? '',
      new RegExp(`&& ${LAUNCHER} --depfile \\S+/mPython\\.cpp\\.\\w{8}\\.d \\S*/swig -c\\+\\+ -python `),
    );
    configure('one', '-DUSE_CCACHE=ON');
    assert.deepEqual(
      commands(read('one', 'build.ninja')).filter((line) => !plain.includes(line)),
      changed,
    );
    assert.doesNotMatch(read('one', 'build.ninja'), /ccache \S*swig/);
    const undo = ['CMAKE_PROJECT_ITK_INCLUDE', 'ITK_WRAP_*', 'USE_CCACHE'].flatMap((name) => ['-U', name]);
    configure('one', ...undo);
    assert.equal(read('one', 'build.ninja'), plain);
    assert.equal(read('one', 'CMakeCache.txt'), cache);
  });

  it('lets ninja start SWIG after an edit of a file that only SWIG knows', () => {
    create('one');
    configure('one', ...on());
    build('one');
    assert.match(build('one'), /no work to do/);
    fs.appendFileSync(`${dir()}/one/src/base.i`, 'int more();\n');
    assert.match(build('one'), /MISS m\.i \(\S+base\.i changed\)/);
    assert.match(build('one'), /no work to do/);
  });

  it('stops where SWIG’s output does not change, and hits in another worktree', () => {
    create('one');
    configure('one', ...on());
    assert.match(build('one'), /MISS m\.i/);
    assert.equal(compiles('one'), 1);
    fs.appendFileSync(`${dir()}/one/src/base.i`, '// a comment\n');
    assert.match(build('one'), /MISS m\.i/);
    assert.equal(compiles('one'), 1, 'the equal output was compiled again');
    assert.match(build('one'), /no work to do/);
    fs.appendFileSync(`${dir()}/one/src/m.i`, 'int f();\n');
    build('one');
    assert.equal(compiles('one'), 2);
    create('two/below');
    fs.appendFileSync(`${dir()}/two/below/src/base.i`, '// a comment\n');
    fs.appendFileSync(`${dir()}/two/below/src/m.i`, 'int f();\n');
    configure('two/below', ...on());
    assert.match(build('two/below'), /HIT {2}m\.i/);
    assert.equal(read('two/below', 'mPython.cpp'), read('one', 'mPython.cpp'));
  });
});
