import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { URI } from 'vscode-uri';
import {
  type CodeAction,
  CodeActionRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  HoverRequest,
  type MarkupContent,
} from 'vscode-languageserver-protocol/node';
import { LspClient } from '../../support/lsp-client';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const run = promisify(execFile);

describe('the language server on a real build', () => {
  let sample: SampleCopy;
  let client: LspClient;
  const env = (): NodeJS.ProcessEnv => ({ ...process.env, ITK_WRAP_CACHE: sample.store });
  const itkWrap = (...args: string[]) =>
    run(process.execPath, [path.join(root, 'dist/itk-wrap.js'), ...args, '--build', sample.build], {
      env: env(),
    });
  const state = (type: string) => client.view?.types.find(({ name }) => name === type)?.state;
  /** Tells the server what a client's file watcher would have reported. */
  const seen = (file: string, type: FileChangeType = FileChangeType.Changed) =>
    client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: URI.file(file).toString(), type }],
    });
  const hover = async (uri: string, line: number, character: number): Promise<string> => {
    const answer = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: { line, character },
    });
    return (answer?.contents as MarkupContent | undefined)?.value ?? '';
  };

  before(async function () {
    this.timeout(120_000);
    sample = await sampleCopy();
    client = await LspClient.start(sample.source, { ITK_WRAP_CACHE: sample.store });
    await client.until('the build is read', () => client.view?.situation === 'ready');
    await client.until('every type has a state', () =>
      client.view?.types.every(({ state }) => state !== 'unknown'),
    );
  });
  after(async () => {
    await client?.stop();
    await sample?.remove();
  });

  it('finds the build and asks for its folders to be watched', async () => {
    assert.equal(client.view?.build?.dir, sample.build);
    assert.equal(client.view?.modules.length, 3);
    const inputs = path.join(sample.build, 'Wrapping/castxml_inputs');
    await client.until('the inputs are watched', () => client.watched.includes(inputs));
  });

  it('shows in a hover a miss with its reason and L1 key, and after the task’s command a hit with both keys', async () => {
    const type = client.view!.types.find(({ name }) => name === 'itkImage')!;
    const wrap = URI.parse(type.wrap!).fsPath;
    const text = await readFile(wrap, 'utf8');
    const uri = await client.open(wrap, 'itk-wrap', text);
    const line = text.split('\n').findIndex((content) => content.includes('"itk::Image"'));
    const character = text.split('\n')[line]!.indexOf('itk::Image') + 2;
    assert.match(await hover(uri, line, character), /\*\*MISS\*\* · not cached yet/);
    const { stdout } = await itkWrap('castxml', '--type', 'itkImage');
    assert.match(stdout, /^MISS itkImage\.cxx$/m);
    await seen(URI.parse(type.xml).fsPath);
    await client.until('the type turns to HIT', () => state('itkImage') === 'hit');
    const value = await hover(uri, line, character);
    assert.match(value, /\*\*HIT\*\*/);
    assert.match(value, /14 instantiations/);
    const now = client.view!.types.find(({ name }) => name === 'itkImage')!;
    assert.ok(value.includes(now.l1!) && value.includes(now.l2!), 'both keys are shown');
  });

  it('shows a hover on an alias of the generated source', async () => {
    const type = client.view!.types.find(({ name }) => name === 'itkImage')!;
    const cxx = URI.parse(type.cxx).fsPath;
    const lines = (await readFile(cxx, 'utf8')).split('\n');
    const line = lines.findIndex((content) => /\bitkImageF2\s*=/.test(content));
    assert.match(await hover(type.cxx, line, 12), /itkImageF2/);
  });

  it('names the header whose change turned a hit into a miss', async () => {
    const header = path.join(sample.source, 'Modules/Core/Common/include/itkImage.h');
    await writeFile(header, (await readFile(header, 'utf8')) + '\n// changed\n');
    await seen(header);
    await client.until('the type turns to MISS', () => state('itkImage') === 'miss');
    assert.match(
      client.view!.types.find(({ name }) => name === 'itkImage')?.reason ?? '',
      /itkImage\.h changed/,
    );
  });

  for (const kind of ['pkl', 'stamp'] as const)
    it(`reports a deleted ${kind} at its owner, and clears it after the quick fix’s command`, async () => {
      const pklDir = path.join(sample.build, 'Wrapping/Generators/Python/itk-pkl');
      const names = await readdir(pklDir);
      const victim = names.find((name) =>
        kind === 'pkl' ? /\.itkImage\.pkl$/.test(name) : name === 'ITKCommon.pkl.stamp',
      )!;
      assert.ok(victim, `there is a ${kind} to delete in ${names.join(' ')}`);
      await rm(path.join(pklDir, victim));
      await seen(path.join(pklDir, victim), FileChangeType.Deleted);
      const uri =
        kind === 'pkl'
          ? client.view!.types.find(({ name }) => name === 'itkImage')!.wrap!
          : client.view!.modules.find(({ name }) => name === 'ITKCommon')!.lists!;
      const [diagnostic] = await client.until('a diagnostic', () => {
        const all = client.diagnosticsOf(uri);
        return all.length > 0 && all;
      });
      assert.ok(
        diagnostic && JSON.stringify(diagnostic.message).includes(victim),
        JSON.stringify(diagnostic),
      );
      const actions = await client.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: diagnostic.range,
        context: { diagnostics: [diagnostic] },
      });
      assert.equal((actions?.[0] as CodeAction).command?.command, 'itkWrapping.repairStamps');
      await itkWrap('castxml', '--module', 'ITKCommon');
      await itkWrap('igenerator', '--module', 'ITKCommon');
      await seen(path.join(pklDir, victim), FileChangeType.Created);
      await client.until('the diagnostic is gone', () => client.diagnosticsOf(uri).length === 0);
    }).timeout(60_000);
});
