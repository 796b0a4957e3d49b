import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { URI } from 'vscode-uri';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver-protocol/node';
import type { Status } from '../../../server/src/pipeline/state/status-report';
import type { TypeView } from '../../../server/src/shared/protocol';
import { LspClient } from '../../support/lsp-client';
import { root } from '../../support/repository';
import { type SampleCopy, sampleCopy } from '../../support/sample';

const run = promisify(execFile);

describe('the changes that configuring would make, on a real build', function () {
  this.timeout(180_000);
  let sample: SampleCopy;
  let client: LspClient;
  const folder = (): string => path.join(sample.source, 'Modules/Filtering/ImageIntensity/wrapping');
  const type = (name: string): TypeView => client.view!.types.find((candidate) => candidate.name === name)!;
  const seen = (file: string, kind: FileChangeType = FileChangeType.Changed) =>
    client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: URI.file(file).toString(), type: kind }],
    });
  const status = async (): Promise<Status> => {
    const { stdout } = await run(
      process.execPath,
      [path.join(root, 'dist/itk-wrap.js'), 'status', '--predict', '--json', '--build', sample.build],
      { env: { ...process.env, ITK_WRAP_CACHE: sample.store }, maxBuffer: 1 << 26 },
    );
    return JSON.parse(stdout) as Status;
  };

  before(async () => {
    sample = await sampleCopy({ configureOnly: true });
    client = await LspClient.start(sample.source, { ITK_WRAP_CACHE: sample.store });
    await client.until('the build is read', () => client.view?.situation === 'ready');
  });
  after(async () => {
    await client?.stop();
    await sample?.remove();
  });

  it('are empty right after CMake has run', async () => {
    const { types, newTypes } = await status();
    assert.ok(types.length > 10);
    assert.deepEqual(
      types.filter(({ configure }) => configure !== null),
      [],
    );
    assert.deepEqual(newTypes, []);
  });

  it('predict the instantiations and the key that CMake’s files will have, for an edited and a new .wrap', async () => {
    const edited = path.join(folder(), 'itkAbsImageFilter.wrap');
    const added = path.join(folder(), 'itkNewImageFilter.wrap');
    const text = await readFile(edited, 'utf8');
    await writeFile(added, text);
    await writeFile(
      edited,
      text.replace('itk_end_wrap_class', 'itk_wrap_template("Q" "itk::Image<int,7>")\n$&'),
    );
    await seen(edited);
    await seen(added, FileChangeType.Created);
    // An evaluation that was still under way may have read the file while it was being written.
    const { configure } = await client.until('the edited type says so', () => {
      const found = type('itkAbsImageFilter');
      return found.configure !== null && found.configure.added.length > 0 && found;
    });
    const [fresh] = await client.until('the new type is there', () => {
      const { newTypes } = client.view!;
      return newTypes.length > 0 && newTypes;
    });
    assert.equal(configure!.label, 'configure needed: +1 instantiation');
    assert.deepEqual(configure!.added, ['itkAbsImageFilterQ']);
    assert.equal(configure!.stateLabel, 'CastXML will run for it');
    assert.equal(fresh!.name, 'itkNewImageFilter');
    assert.ok(fresh!.configure.added.length > 1, fresh!.configure.label);
    const [foretold, foretoldNew] = [configure!.l1, fresh!.configure.l1];
    assert.match(`${foretold} ${foretoldNew}`, /^[0-9a-f]{64} [0-9a-f]{64}$/);
    const asked = await status();
    assert.equal(asked.types.find(({ name }) => name === 'itkAbsImageFilter')!.configure!.l1, foretold);
    assert.equal(asked.newTypes[0]!.configure.l1, foretoldNew);

    await run('cmake', [sample.build]);
    await seen(path.join(sample.build, 'build.ninja'));
    const now = await client.until('the build has the new type', () => {
      const found = type('itkNewImageFilter');
      return typeof found?.l1 === 'string' && found;
    });
    assert.equal(now.l1, foretoldNew);
    assert.equal(await client.until('it has a key', () => type('itkAbsImageFilter').l1 ?? false), foretold);
    await client.until('nothing is to be configured', () => client.view!.newTypes.length === 0);
    assert.equal(type('itkAbsImageFilter').configure, null);
    assert.deepEqual((await status()).newTypes, []);
  });

  it('lose their diagnostic when the new .wrap is deleted, even while it is open', async () => {
    const added = path.join(folder(), 'itkOtherImageFilter.wrap');
    await writeFile(added, await readFile(path.join(folder(), 'itkAbsImageFilter.wrap')));
    await seen(added, FileChangeType.Created);
    const uri = await client.open(added, 'itk-wrap', await readFile(added, 'utf8'));
    const needed = (): boolean => client.diagnosticsOf(uri).some(({ code }) => code === 'configure-needed');
    await client.until('the diagnostic', needed);
    await client.until('the new type', () => client.view!.newTypes.length > 0);
    await rm(added);
    await seen(added, FileChangeType.Deleted);
    await client.until('the diagnostic is gone', () => !needed());
    await client.until('the new type is gone', () => client.view!.newTypes.length === 0);
  });
});
