import assert from 'node:assert/strict';
import path from 'node:path';
import { BuildSession } from '../../../server/src/lsp/buildSession';
import { readSettings } from '../../../server/src/lsp/settings';
import { buildFixture } from '../../support/buildFixture';
import { tempDir, writeFiles } from '../../support/tempDir';

describe('BuildSession', () => {
  const temp = tempDir();

  it('shows the build that CMake Tools uses, and another one when it changes to that', async () => {
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

  describe('with several folders', () => {
    const folder = (name: string): string => path.join(temp(), name);
    const build = (name: string): string => path.join(folder(name), 'build');
    let resets = 0;
    let changed: string[] = [];
    const open = (): BuildSession => {
      const folders = ['one', 'two', 'bare'].map(folder);
      for (const name of ['one', 'two'])
        writeFiles(folder(name), {
          'CMakeLists.txt': '',
          ...prefixed('build', buildFixture(build(name), folder(name), { M: { types: [`itk_${name}`] } })),
        });
      writeFiles(folder('bare'), { 'CMakeLists.txt': '' });
      return new BuildSession(folders, readSettings({}, folders), {
        reset: () => void (resets += 1),
        openFiles: () => [],
        changed: ({ types }) => void changed.push(...types.map(({ name }) => name)),
        watch: () => undefined,
        stirred: () => undefined,
      });
    };
    const shown = (session: BuildSession): string | undefined => session.view().build?.dir;

    it('shows the build of the folder that is worked in, and keeps the other one up to date', async () => {
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

    it('goes on with the best one in a folder that has none', async () => {
      const session = open();
      try {
        await session.scan();
        const best = shown(session);
        resets = 0;
        await session.setActiveFolder(folder('bare'));
        assert.deepEqual([shown(session), resets], [best, 0]);
      } finally {
        session.dispose();
      }
    });

    it('takes what the settings of a folder name, in that folder alone', async () => {
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

    it('opens a build anew that was configured while another one was shown', async () => {
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
