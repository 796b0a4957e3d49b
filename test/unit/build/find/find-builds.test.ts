import assert from 'node:assert/strict';
import {
  chmodSync,
  cpSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { activeBuild } from '../../../../server/src/build/find/active-build';
import { findBuilds } from '../../../../server/src/build/find/find-builds';
import { whyOffered } from '../../../../server/src/build/find/build-candidate';
import { tempDir, writeFiles } from '../../../support/temp-dir';

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
        CMAKE_CACHEFILE_DIR: at(dir),
        ITK_WRAP_PYTHON: 'ON',
        ...changes,
      }),
      ...(ninja && { [`${dir}/build.ninja`]: '' }),
      [`${dir}/Wrapping/x`]: '',
      'ITK/CMakeLists.txt': '',
    });
  }

  it('finds builds in and next to a folder', async () => {
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

  it('prefers a usable build of CMake Tools to those that nobody names', async () => {
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

  it('puts the named build first even if it is unusable, and says why', async () => {
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
        CMAKE_CACHEFILE_DIR: at('work/MyModule/build'),
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
    ['CMake did not finish', {}, false, false, /no build\.ninja/],
    ['another generator', { CMAKE_GENERATOR: 'Xcode' }, false, true, /not for Ninja/],
    [
      'moved',
      { CMAKE_CACHEFILE_DIR: '/somewhere/else' },
      true,
      false,
      /made in \/somewhere\/else and has been moved/,
    ],
    ['no source', { CMAKE_HOME_DIRECTORY: '/nowhere/ITK' }, true, true, /source folder .* gone/],
  ];
  for (const [name, changes, ninja, usable, message] of cases)
    it(`reports the problem: ${name}`, async () => {
      itk('ITK/build', changes, ninja);
      const [found] = await findBuilds([at('ITK')]);
      assert.equal(found?.usable, usable);
      assert.match(found.problems[0]?.message ?? '', message);
      assert.ok(found.problems[0]?.next);
    });

  describe('when choosing', () => {
    const facts = async (folder: string, user?: { uid: number; gid: number }): Promise<unknown[]> =>
      (await findBuilds([at(folder)], user ? { user } : {})).map(({ dir, choice, folder: of }) => [
        path.relative(temp(), dir),
        choice,
        of === null ? null : path.relative(temp(), of),
      ]);

    it('prefers the build of the folder’s own sources to a newer one of others', async () => {
      itk('a/build', { CMAKE_HOME_DIRECTORY: at('a') });
      itk('b/build', { CMAKE_HOME_DIRECTORY: at('b') });
      itk('b-build', { CMAKE_HOME_DIRECTORY: at('b') });
      writeFiles(temp(), { 'a/CMakeLists.txt': '', 'b/CMakeLists.txt': '' });
      assert.deepEqual((await facts('a')).slice(0, 1), [['a/build', 'own', 'a']]);
      rmSync(at('a/build'), { recursive: true });
      const left = await findBuilds([at('a')]);
      assert.deepEqual(
        left.map(({ choice }) => choice),
        ['offered', 'offered'],
      );
      assert.equal(activeBuild(left, null), undefined);
      assert.equal(activeBuild(left, at('a')), undefined);
      assert.equal(whyOffered(left[0]!), `It builds other sources: ${at('b')}.`);
    });

    it('uses a build inside the folder that has other sources only if it is named', async () => {
      itk('a/copied', { CMAKE_HOME_DIRECTORY: at('b') });
      writeFiles(temp(), { 'a/CMakeLists.txt': '', 'b/CMakeLists.txt': '' });
      assert.deepEqual(await facts('a'), [['a/copied', 'offered', null]]);
      const [named] = await findBuilds([at('a')], { buildDirectories: [at('a/copied')] });
      assert.deepEqual([named?.choice, named?.folder], ['named', null]);
    });

    it('prefers one in the folder to one next to it that was configured later', async () => {
      itk('ITK/build');
      itk('ITK-build');
      utimesSync(at('ITK/build/CMakeCache.txt'), 1, 1);
      assert.deepEqual((await facts('ITK'))[0], ['ITK/build', 'own', 'ITK']);
    });

    it('finds the build of an opened part of a source tree, and of a tree inside the folder', async () => {
      itk('work/build', { CMAKE_HOME_DIRECTORY: at('work/src/ITK') });
      writeFiles(temp(), { 'work/src/ITK/CMakeLists.txt': '', 'work/src/ITK/Modules/build': '' });
      assert.deepEqual(await facts('work'), [['work/build', 'own', 'work']]);
      itk('work/src/ITK/Modules/b', { CMAKE_HOME_DIRECTORY: at('work/src/ITK') });
      assert.deepEqual(await facts('work/src/ITK/Modules'), [
        ['work/src/ITK/Modules/b', 'own', 'work/src/ITK/Modules'],
      ]);
    });

    it('recognizes its sources under another name of the folder', async () => {
      itk('ITK/build');
      symlinkSync(at('ITK'), at('link'));
      assert.deepEqual((await facts('link'))[0], ['link/build', 'own', 'link']);
    });

    it('uses nothing next to the folder that another user could have created', async () => {
      itk('ITK-build');
      const { uid, gid } = statSync(temp());
      assert.deepEqual(await facts('ITK', { uid, gid }), [['ITK-build', 'own', 'ITK']]);
      assert.deepEqual(await facts('ITK', { uid: uid + 1, gid }), [['ITK-build', 'offered', 'ITK']]);
      chmodSync(at('ITK-build'), 0o777);
      assert.deepEqual(await facts('ITK', { uid, gid }), [['ITK-build', 'offered', 'ITK']]);
      chmodSync(at('ITK-build'), 0o755);
      chmodSync(temp(), 0o1777);
      const [shared] = await findBuilds([at('ITK')], { user: { uid, gid } });
      assert.equal(shared?.choice, 'offered');
      assert.match(whyOffered(shared), /other users could have created it/);
    });

    it('uses a build folder that is itself open', async () => {
      itk('ITK-build', { CMAKE_HOME_DIRECTORY: '/elsewhere/ITK' });
      assert.deepEqual(await facts('ITK-build'), [['ITK-build', 'named', 'ITK-build']]);
    });

    it('uses the own build of each of two external modules of one ITK', async () => {
      itk('itk-build');
      for (const name of ['One', 'Two'])
        writeFiles(at(name), {
          'CMakeLists.txt': '',
          'build/build.ninja': '',
          'build/CMakeCache.txt': cache({
            CMAKE_PROJECT_NAME: name,
            CMAKE_GENERATOR: 'Ninja',
            CMAKE_HOME_DIRECTORY: at(name),
            CMAKE_CACHEFILE_DIR: at(`${name}/build`),
            ITK_DIR: at('itk-build'),
            [`${name}_WRAP_PYTHON`]: 'ON',
          }),
        });
      for (const name of ['One', 'Two'])
        assert.equal(activeBuild(await findBuilds([at(name)]), null)?.dir, at(`${name}/build`));
      const both = await findBuilds([at('One'), at('Two')]);
      for (const name of ['One', 'Two']) assert.equal(activeBuild(both, at(name))?.dir, at(`${name}/build`));
    });
  });

  it('reports a moved build as moved, and lists the build that it was made from', async () => {
    itk('ITK/build');
    cpSync(at('ITK/build'), at('ITK/copy'), { recursive: true });
    const found = await findBuilds([at('ITK')]);
    assert.deepEqual(
      found.map(({ dir, usable, unsound }) => [path.basename(dir), usable, unsound]),
      [
        ['build', true, null],
        ['copy', false, 'moved'],
      ],
    );
    const [problem] = found[1]!.problems;
    assert.equal(
      `${problem?.message} ${problem?.next}`,
      `This build was made in ${at('ITK/build')} and has been moved or copied to ${at('ITK/copy')}. ` +
        `Configure it again here with cmake --fresh, or open ${at('ITK/build')}.`,
    );
  });

  it('finds a build by another name than it was configured with', async () => {
    itk('ITK/build');
    symlinkSync(at('ITK/build'), at('other'));
    const [found] = await findBuilds([at('ITK')], { buildDirectories: [at('other')] });
    assert.deepEqual([found?.dir, found?.usable, found?.unsound], [at('other'), true, null]);
  });

  const whole = cache({ CMAKE_PROJECT_NAME: 'ITK', ITK_WRAP_PYTHON: 'ON', ITK_X: 'y' });
  const damages: [string, string, RegExp][] = [
    ['empty', '', /is empty/],
    ['truncated', whole.slice(0, whole.length / 2), /is not complete/],
    ['garbage', 'two lines\nof garbage\n', /has no entries/],
    ['binary', '\0\x01\0\x02', /not text/],
  ];
  for (const [name, text, message] of damages)
    it(`says that a CMakeCache.txt is damaged: ${name}`, async () => {
      itk('ITK/build');
      writeFiles(at('ITK/build'), { 'CMakeCache.txt': text });
      const [found] = await findBuilds([at('ITK')]);
      assert.deepEqual([found?.usable, found?.unsound], [false, 'damaged']);
      assert.match(found!.problems[0]!.message, message);
      assert.ok(found!.problems[0]!.message.startsWith(at('ITK/build/CMakeCache.txt')));
    });

  it('says that a CMakeCache.txt ends in the middle of a line', async () => {
    itk('ITK/build');
    const file = at('ITK/build/CMakeCache.txt');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -3));
    assert.match((await findBuilds([at('ITK')]))[0]!.problems[0]!.message, /in the middle of a line/);
  });

  it('ends when aborted', async () => {
    itk('ITK/build');
    assert.deepEqual(await findBuilds([at('ITK')], { signal: AbortSignal.abort() }), []);
  });
});
