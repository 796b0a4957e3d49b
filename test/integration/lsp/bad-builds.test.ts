import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { LspClient } from '../../support/lsp-client';
import { type SampleCopy, sampleCopy } from '../../support/sample';

describe('a build that cannot be shown', () => {
  let folder: string;
  let client: LspClient | undefined;

  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'itk-wrapping-bad-')), 'workspace');
    await mkdir(folder);
  });
  afterEach(async () => {
    await client?.stop();
    client = undefined;
    await rm(path.dirname(folder), { recursive: true, force: true });
  });

  /** What the server says about the folder after it has searched. */
  async function check(settings: object = {}) {
    client = await LspClient.start(folder, {}, settings);
    return client.until('the server has looked', () => {
      const view = client?.view;
      return view !== undefined && view.situation !== 'searching' && view;
    });
  }

  it('says that no build was found', async () => {
    const { situation, message } = await check();
    assert.equal(situation, 'no-build');
    assert.ok(message.includes(folder), message);
  });

  it('says that wrapping is off', async () => {
    await mkdir(path.join(folder, 'build'));
    const cache = [
      'CMAKE_PROJECT_NAME:STATIC=ITK',
      'CMAKE_GENERATOR:INTERNAL=Ninja',
      `CMAKE_HOME_DIRECTORY:INTERNAL=${folder}`,
      `CMAKE_CACHEFILE_DIR:INTERNAL=${folder}/build`,
      'ITK_WRAP_PYTHON:BOOL=OFF',
    ];
    await writeFile(path.join(folder, 'build/CMakeCache.txt'), `${cache.join('\n')}\n`);
    assert.equal((await check()).situation, 'wrapping-off');
  });

  it('says that the build in the setting does not exist', async () => {
    const missing = path.join(folder, 'gone');
    const { situation, message } = await check({ buildDirectory: missing });
    assert.equal(situation, 'build-missing');
    assert.ok(message.includes(missing), message);
  });

  it('is shown without its castxml and ninja, with what to install', async () => {
    const sample: SampleCopy = await sampleCopy({ configureOnly: true });
    try {
      folder = sample.source;
      for (const name of ['CMakeCache.txt', 'build.ninja']) {
        const file = path.join(sample.build, name);
        const text = await readFile(file, 'utf8');
        await writeFile(
          file,
          text
            .replaceAll(/[^\s=]*\/castxml(?=\s|$)/gm, '/nowhere/castxml')
            .replace(/^(CMAKE_MAKE_PROGRAM:\w+=).*$/m, '$1/nowhere/ninja'),
        );
      }
      const { situation, problems, types } = await check();
      assert.equal(situation, 'ready');
      assert.ok(types.length > 0);
      const said = problems.map(({ message, next }) => `${message} ${next}`).join('\n');
      assert.match(said, /\/nowhere\/castxml.*apt-get install castxml/);
      assert.match(said, /\/nowhere\/ninja.*apt-get install ninja-build/);
    } finally {
      await client?.stop();
      client = undefined;
      await sample.remove();
    }
  });
});
