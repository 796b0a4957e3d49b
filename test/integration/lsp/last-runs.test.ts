import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { URI } from 'vscode-uri';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
} from 'vscode-languageserver-protocol/node';
import { StoreRoot } from '../../../server/src/cache/storage/store-root';
import { messagesFolder } from '../../../server/src/pipeline/runs/messages-folder';
import { readBuild } from '../../../server/src/build/read-build';
import { LspClient } from '../../support/lsp-client';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const run = promisify(execFile);

describe('the messages of a tool in its last run', () => {
  let sample: SampleCopy;
  let client: LspClient;
  const name = 'itkThresholdImageFilter';
  const seen = (...files: string[]) =>
    client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: files.map((file): FileEvent => ({
        uri: URI.file(file).toString(),
        type: FileChangeType.Changed,
      })),
    });
  /** Runs castxml for the type as in a terminal. Returns its exit code. */
  const castxml = () =>
    run(
      process.execPath,
      [path.join(root, 'dist/itk-wrap.js'), 'castxml', '--type', name, '--build', sample.build],
      { env: { ...process.env, ITK_WRAP_CACHE: sample.store } },
    ).then(
      () => 0,
      ({ code }: { code: number }) => code,
    );

  before(async function () {
    this.timeout(120_000);
    sample = await sampleCopy();
    client = await LspClient.start(sample.source, { ITK_WRAP_CACHE: sample.store });
    await client.until('every type has a state', () =>
      client.view?.types.every(({ state }) => state !== 'unknown'),
    );
  });
  after(async () => {
    await client?.stop();
    await sample?.remove();
  });

  it('are shown on the command that caused them, even after edits above it, until a run succeeds', async () => {
    const type = client.view!.types.find((one) => one.name === name)!;
    const wrap = URI.parse(type.wrap!).fsPath;
    const text = await readFile(wrap, 'utf8');
    const cxx = URI.parse(type.cxx).fsPath;
    const original = await readFile(cxx, 'utf8');
    const { root: store, name: folderName } = messagesFolder(
      new StoreRoot(sample.store),
      path.join(sample.build, 'Wrapping/castxml_inputs'),
    );
    const folder = store.file(folderName);
    await client.until('the folder of the messages is watched', () => client.watched.includes(folder));

    await writeFile(cxx, original.replace('itk::ThresholdImageFilter<', 'itk::ThresholdImageFiller<'));
    assert.equal(await castxml(), 1);
    assert.deepEqual(await readdir(folder), [`${name}.castxml.json`]);
    const uri = await client.open(wrap, 'itk-wrap', `# One line more.\n${text}`);
    await seen(path.join(folder, `${name}.castxml.json`));
    const said = () => client.diagnosticsOf(uri).find(({ code }) => code === 'castxml');
    const lines = `# One line more.\n${text}`.split('\n');
    const making = lines.findIndex((line) => /itk_wrap_(?:image_filter|template)/.test(line));
    const found = await client.until('the message is placed', () => {
      const one = said();
      return one?.range.start.line === making && one;
    });
    assert.match(found.message as string, /castxml, last run: .*ThresholdImageFiller/);

    // The same for a run that a build starts, whose castxml goes through the launcher.
    const { argv, cwd } = (await readBuild(sample.build)).types.find((one) => one.name === name)!.castxml!;
    await writeFile(cxx, original.replace('itk::ThresholdImageFilter<', 'itk::ThresholdImageFullter<'));
    const wrapper = path.join(root, 'dist/itk-castxml-cache');
    const env = { ...process.env, ITK_WRAP_CACHE: sample.store };
    await assert.rejects(run(wrapper, [...argv], { cwd, env }), /ThresholdImageFullter/);
    await seen(path.join(folder, `${name}.castxml.txt`));
    await client.until('the build’s message is placed', () => {
      const one = said();
      return one?.range.start.line === making && /ThresholdImageFullter/.test(one.message as string);
    });

    await writeFile(cxx, original);
    assert.equal(await castxml(), 0);
    assert.deepEqual(await readdir(folder), []);
    await seen(URI.parse(type.xml).fsPath, path.join(folder, `${name}.castxml.json`));
    await client.until('the message is gone', () => !said());
  }).timeout(120_000);
});
