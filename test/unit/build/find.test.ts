import assert from 'node:assert/strict';
import path from 'node:path';
import { findBuilds } from '../../../server/src/build/find';
import { tempDir, writeFiles } from '../../support/tempDir';

const cache = (entries: Record<string, string>): string =>
  Object.entries(entries)
    .map(([name, value]) => `${name}:STRING=${value}\n`)
    .join('');

describe('findBuilds', () => {
  const temp = tempDir();
  const at = (name: string): string => path.join(temp(), name);

  function itk(dir: string, changes: Record<string, string> = {}, ninja = true): void {
    writeFiles(temp(), {
      [`${dir}/CMakeCache.txt`]: cache({
        CMAKE_PROJECT_NAME: 'ITK',
        CMAKE_PROJECT_VERSION: '5.4.7',
        CMAKE_GENERATOR: 'Ninja',
        CMAKE_HOME_DIRECTORY: at('ITK'),
        ITK_WRAP_PYTHON: 'ON',
        ...changes,
      }),
      ...(ninja && { [`${dir}/build.ninja`]: '' }),
      [`${dir}/Wrapping/x`]: '',
      'ITK/CMakeLists.txt': '',
    });
  }

  it('finds builds in and beside a folder', async () => {
    itk('ITK/build');
    itk('ITK-builds/release');
    itk('elsewhere/too/deep/build');
    writeFiles(temp(), { 'other/CMakeCache.txt': cache({ CMAKE_PROJECT_NAME: 'Other' }) });
    writeFiles(temp(), { 'ITK/node_modules/x/CMakeCache.txt': cache({ ITK_WRAP_PYTHON: 'ON' }) });
    const found = await findBuilds([at('ITK')]);
    assert.deepEqual(found.map(({ dir, origin }) => [dir, origin]).sort(), [
      [at('ITK-builds/release'), 'beside'],
      [at('ITK/build'), 'inside'],
    ]);
    assert.ok(
      found.every(
        ({ usable, folder, itkVersion }) => usable && folder === at('ITK') && itkVersion === '5.4.7',
      ),
    );
  });

  it('prefers the build that CMake Tools uses to those that nobody names, where it is of use', async () => {
    itk('ITK/build');
    itk('out/debug');
    itk('out/plain', { ITK_WRAP_PYTHON: 'OFF' });
    writeFiles(temp(), { 'other/CMakeCache.txt': cache({ CMAKE_PROJECT_NAME: 'Other' }) });
    const toolDirectories = ['out/plain', 'other', 'out/debug', 'gone'].map(at);
    const found = await findBuilds([at('ITK')], { toolDirectories });
    assert.deepEqual(
      found.map(({ dir, origin, usable }) => [dir, origin, usable]),
      [
        [at('out/debug'), 'cmake-tools', true],
        [at('ITK/build'), 'inside', true],
        [at('out/plain'), 'cmake-tools', false],
      ],
    );
    const named = await findBuilds([at('ITK')], { toolDirectories, buildDirectories: [at('ITK/build')] });
    assert.equal(named[0]?.dir, at('ITK/build'));
  });

  it('puts the named build first, also where it is of no use, and says why', async () => {
    itk('ITK/build');
    const found = await findBuilds([at('ITK')], { buildDirectories: [at('gone')] });
    assert.deepEqual(
      found.map(({ dir, usable }) => [dir, usable]),
      [
        [at('gone'), false],
        [at('ITK/build'), true],
      ],
    );
    assert.match(found[0]?.problems[0]?.message ?? '', /no CMakeCache\.txt/);
  });

  it('follows an external module to its ITK', async () => {
    itk('itk-build');
    writeFiles(temp(), {
      'work/MyModule/CMakeLists.txt': '',
      'work/MyModule/build/build.ninja': '',
      'work/MyModule/build/CMakeCache.txt': cache({
        CMAKE_PROJECT_NAME: 'MyModule',
        CMAKE_GENERATOR: 'Ninja',
        CMAKE_HOME_DIRECTORY: at('work/MyModule'),
        ITK_DIR: at('itk-build'),
        MyModule_WRAP_PYTHON: 'ON',
      }),
    });
    const found = await findBuilds([at('work/MyModule')]);
    assert.deepEqual(found.map(({ dir, origin, itkDir }) => [dir, origin, itkDir]).sort(), [
      [at('itk-build'), 'itk-dir', null],
      [at('work/MyModule/build'), 'inside', at('itk-build')],
    ]);
  });

  const cases: [string, Record<string, string>, boolean, boolean, RegExp][] = [
    ['wrapping off', { ITK_WRAP_PYTHON: 'OFF' }, true, false, /wrapping is off/],
    ['CMake not finished', {}, false, false, /no build\.ninja/],
    ['another generator', { CMAKE_GENERATOR: 'Xcode' }, false, true, /not for Ninja/],
    ['moved', { CMAKE_CACHEFILE_DIR: '/somewhere/else' }, true, true, /moved or copied/],
    ['no source', { CMAKE_HOME_DIRECTORY: '/nowhere/ITK' }, true, true, /source folder .* gone/],
  ];
  for (const [name, changes, ninja, usable, message] of cases)
    it(`says what is the matter: ${name}`, async () => {
      itk('ITK/build', changes, ninja);
      const [found] = await findBuilds([at('ITK')]);
      assert.equal(found?.usable, usable);
      assert.match(found.problems[0]?.message ?? '', message);
      assert.ok(found.problems[0]?.next);
    });

  it('ends when told to', async () => {
    itk('ITK/build');
    assert.deepEqual(await findBuilds([at('ITK')], { signal: AbortSignal.abort() }), []);
  });
});
