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
});
