import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  InlayHintRequest,
} from 'vscode-languageserver-protocol/node';
import { URI } from 'vscode-uri';
import { eventually } from '../../support/eventually';
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

  it('takes the hints of its evaluation along if it is removed', async () => {
    const sample: SampleCopy = await sampleCopy({ configureOnly: true });
    try {
      folder = sample.source;
      await check();
      const wrap = path.join(folder, 'Modules/Filtering/ImageIntensity/wrapping/itkMaskImageFilter.wrap');
      const text = await readFile(wrap, 'utf8');
      const uri = await client!.open(wrap, 'itk-wrap', text);
      const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
      // Only the evaluation knows the values of a loop.
      const counts = async (): Promise<number> => {
        const hints = await client!.connection.sendRequest(InlayHintRequest.type, {
          textDocument: { uri },
          range,
        });
        return (hints ?? []).filter(({ label }) => JSON.stringify(label).includes('= ')).length;
      };
      await eventually(async () => (await counts()) > 0);
      const cache = path.join(sample.build, 'CMakeCache.txt');
      await rm(cache);
      await client!.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
        changes: [{ uri: URI.file(cache).toString(), type: FileChangeType.Deleted }],
      });
      await client!.until('the build is gone', () => client!.view?.situation !== 'ready');
      assert.equal(await counts(), 0);
    } finally {
      await client?.stop();
      client = undefined;
      await sample.remove();
    }
  });
});
