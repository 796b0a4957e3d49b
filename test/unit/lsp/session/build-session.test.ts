import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { BuildSession } from '../../../../server/src/lsp/session/build-session';
import { readSettings } from '../../../../server/src/lsp/server/settings';
import { buildFixture } from '../../../support/build-fixture';
import { eventually } from '../../../support/eventually';
import { tempDir, writeFiles } from '../../../support/temp-dir';

describe('BuildSession', () => {
  const temp = tempDir();

  it('shows the build that CMake Tools uses, and another one when CMake Tools changes to that', async () => {
    const source = path.join(temp(), 'itk');
    const build = (name: string): string => path.join(source, name);
    writeFiles(source, { 'CMakeLists.txt': '' });
    for (const name of ['debug', 'release'])
      writeFiles(build(name), buildFixture(build(name), source, { M: { types: ['itkA'] } }));
    const session = new BuildSession([source], readSettings({}, [source]), {
      reset: () => undefined,
      openFiles: () => [],
      changed: () => undefined,
      watch: () => undefined,
      stirred: () => undefined,
    });
    try {
      for (const name of ['release', 'debug', 'release']) {
        await session.setToolDirectories([build(name)]);
        assert.equal(session.view().build?.dir, build(name));
      }
      assert.deepEqual(
        (await session.findAll()).map(({ dir }) => dir),
        [build('release'), build('debug')],
      );
      await session.configure([source], readSettings({ buildDirectory: build('debug') }, [source]));
      assert.equal(session.view().build?.dir, build('debug'), 'the setting goes before it');
    } finally {
      session.dispose();
    }
  });

  describe('with one folder', () => {
    const at = (name: string): string => path.join(temp(), name);
    let watched: string[] = [];
    /** Creates a copy of the sources, with its own build at `build`. */
    const copy = (name: string, build = `${name}/build`): void => {
      writeFiles(at(name), { 'CMakeLists.txt': '' });
      writeFiles(at(build), buildFixture(at(build), at(name), { M: { types: [`itk_${name}`] } }));
      writeFiles(at(build), { 'Wrapping/x': '' });
    };
    const open = async (name: string, settings: object = {}): Promise<BuildSession> => {
      const session = new BuildSession([at(name)], readSettings(settings, [at(name)]), {
        reset: () => undefined,
        openFiles: () => [],
        changed: () => undefined,
        watch: (directories) => void (watched = directories),
        stirred: () => void session.scan(),
      });
      await session.scan();
      return session;
    };
    const shownNow = (session: BuildSession): [string, string | undefined] => {
      const { situation, build } = session.view();
      return [situation, build?.dir];
    };
    const showsEventually = (session: BuildSession, build: string): Promise<boolean> =>
      eventually(
        () => {
          assert.deepEqual(shownNow(session), ['ready', build]);
          return true;
        },
        { everyMs: 20 },
      );

    it('shows the build of its own sources, and offers a build of others if there is none', async () => {
      copy('a');
      copy('b');
      copy('b', 'b-build');
      let session = await open('a');
      assert.deepEqual(shownNow(session), ['ready', at('a/build')]);
      session.dispose();
      rmSync(at('a/build'), { recursive: true });
      session = await open('a');
      assert.deepEqual(shownNow(session), ['no-build', undefined]);
      const { message } = session.view();
      assert.match(
        message,
        /You can choose .*\/b-build\. It builds other sources: .*\/b\. There is one more\./,
      );
      session.dispose();
      session = await open('a', { buildDirectory: at('b/build') });
      assert.deepEqual(shownNow(session), ['ready', at('b/build')], 'it is named');
      session.dispose();
    });

    it('shows no states of a moved build, even if it is named', async () => {
      copy('a');
      renameSync(at('a/build'), at('a/build.away'));
      for (const settings of [{}, { buildDirectory: at('a/build.away') }]) {
        const session = await open('a', settings);
        assert.deepEqual(shownNow(session), ['build-moved', undefined]);
        assert.equal(
          session.view().message,
          `This build was made in ${at('a/build')} and has been moved or copied to ${at('a/build.away')}. ` +
            'Configure it again here with cmake --fresh.',
        );
        session.dispose();
      }
    });

    for (const [name, harm] of [
      ['cut in half', (text: string) => text.slice(0, text.length / 2)],
      ['garbage', () => 'garbage\nof two lines\n'],
      ['empty', () => ''],
    ] as const)
      it(`reports a damaged CMakeCache.txt, and shows the build again once it is sound: ${name}`, async () => {
        copy('a');
        const file = at('a/build/CMakeCache.txt');
        const good = readFileSync(file, 'utf8');
        const session = await open('a');
        try {
          const became = async (situation: string): Promise<void> => {
            assert.ok(watched.includes(path.dirname(file)), 'a client is asked to tell of it');
            session.filesChanged([file]);
            await eventually(() => session.view().situation === situation, { everyMs: 20 });
          };
          writeFiles(at('a/build'), { 'CMakeCache.txt': harm(good) });
          await became('build-damaged');
          assert.ok(session.view().message.startsWith(file), session.view().message);
          writeFiles(at('a/build'), { 'CMakeCache.txt': good });
          await became('ready');
        } finally {
          session.dispose();
        }
      });

    it('shows a build again that was removed and restored', async () => {
      copy('a');
      const session = await open('a');
      try {
        mkdirSync(at('far/from/all'), { recursive: true });
        renameSync(at('a/build'), at('far/from/all/away'));
        await session.scan();
        assert.equal(session.view().situation, 'build-missing');
        for (const dir of [at('a'), at('a/build')]) assert.ok(watched.includes(dir), dir);
        renameSync(at('far/from/all/away'), at('a/build'));
        session.filesChanged([at('a/build')]);
        await showsEventually(session, at('a/build'));
      } finally {
        session.dispose();
      }
    });

    it('notices the first build, whose folder exists some time before its CMakeCache.txt', async () => {
      writeFiles(at('a'), { 'CMakeLists.txt': '' });
      const session = await open('a');
      try {
        writeFiles(at('a/new'), { x: '' });
        session.filesChanged([at('a/new')]);
        await eventually(() => watched.includes(at('a/new')), { everyMs: 20 });
        copy('a', 'a/new');
        session.filesChanged([at('a/new/CMakeCache.txt')]);
        await showsEventually(session, at('a/new'));
      } finally {
        session.dispose();
      }
    });
  });

  describe('with several folders', () => {
    const folder = (name: string): string => path.join(temp(), name);
    const build = (name: string): string => path.join(folder(name), 'build');
    let resets = 0;
    let changed: string[] = [];
    const open = (): BuildSession => {
      const folders = ['one', 'two', 'bare', 'notes'].map(folder);
      for (const name of ['one', 'two'])
        writeFiles(folder(name), {
          'CMakeLists.txt': '',
          ...prefixed('build', buildFixture(build(name), folder(name), { M: { types: [`itk_${name}`] } })),
        });
      writeFiles(folder('bare'), { 'CMakeLists.txt': '' });
      writeFiles(folder('notes'), { 'readme.txt': '' });
      return new BuildSession(folders, readSettings({}, folders), {
        reset: () => void (resets += 1),
        openFiles: () => [],
        changed: ({ types }) => void changed.push(...types.map(({ name }) => name)),
        watch: () => undefined,
        stirred: () => undefined,
      });
    };
    const shown = (session: BuildSession): string | undefined => session.view().build?.dir;

    it('shows the build of the active folder, and keeps the other one up to date', async () => {
      const session = open();
      try {
        await session.scan();
        await session.setActiveFolder(folder('one'));
        assert.equal(shown(session), build('one'));
        const inOne = (name: string): boolean => session.activeIn(build(name)).includes(folder('one'));
        assert.deepEqual([inOne('one'), inOne('two')], [true, false]);
        const first = session.pipeline;
        await session.setActiveFolder(folder('two'));
        assert.deepEqual([shown(session), session.view().types[0]?.name], [build('two'), 'itk_two']);

        const { xml } = first!.build.types[0]!;
        assert.equal(first!.type('itk_one')?.xmlState, 'missing');
        changed = [];
        writeFiles(path.dirname(xml), { [path.basename(xml)]: '<GCC_XML/>' });
        session.filesChanged([xml]);
        await first!.whenIdle();
        assert.notEqual(first!.type('itk_one')?.xmlState, 'missing');
        assert.ok(!changed.includes('itk_one'), 'an editor that shows another build is not told');

        await session.setActiveFolder(folder('one'));
        assert.equal(session.pipeline, first, 'it is not read again');
      } finally {
        session.dispose();
      }
    });

    it('keeps the build in a folder without sources, and in no other', async () => {
      const session = open();
      try {
        await session.scan();
        const best = shown(session);
        resets = 0;
        await session.setActiveFolder(folder('notes'));
        assert.deepEqual([shown(session), resets], [best, 0]);
        await session.setActiveFolder(folder('bare'));
        const { situation, message } = session.view();
        assert.deepEqual([shown(session), situation], [undefined, 'no-build']);
        assert.ok(message.includes(folder('bare')), message);
        await session.setActiveFolder(folder('one'));
        assert.equal(shown(session), build('one'));
      } finally {
        session.dispose();
      }
    });

    it('applies the settings of a folder only in that folder', async () => {
      const session = open();
      try {
        const folders = ['one', 'two', 'bare'].map(folder);
        const chosen = new Map([[folder('bare'), build('two')]]);
        await session.configure(folders, readSettings({}, folders), chosen);
        await session.setActiveFolder(folder('one'));
        assert.equal(shown(session), build('one'));
        await session.setActiveFolder(folder('bare'));
        assert.equal(shown(session), build('two'));
        assert.deepEqual(session.activeIn(build('two')), [folder('two'), folder('bare')]);
      } finally {
        session.dispose();
      }
    });

    it('reads a build again that was configured while another one was shown', async () => {
      const session = open();
      try {
        await session.scan();
        await session.setActiveFolder(folder('one'));
        const first = session.pipeline;
        await session.setActiveFolder(folder('two'));
        await session.scan();
        await session.setActiveFolder(folder('one'));
        assert.notEqual(session.pipeline, first);
      } finally {
        session.dispose();
      }
    });
  });
});

const prefixed = (folder: string, files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
