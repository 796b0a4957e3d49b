import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { methods } from '../../../server/src/shared/protocol';
import { LspClient } from '../../support/lsp-client';
import { type SampleCopy, sampleCopy } from '../../support/sample';
import { URI } from 'vscode-uri';

describe('two copies of the sources next to each other', function () {
  this.timeout(300_000);
  let a: SampleCopy;
  let b: SampleCopy;
  let client: LspClient | undefined;
  before(async () => {
    a = await sampleCopy({ configureOnly: true });
    b = await sampleCopy({ configureOnly: true });
  });
  afterEach(async () => {
    await client?.stop();
    client = undefined;
  });
  after(async () => {
    await a?.remove();
    await b?.remove();
  });

  const looked = async (settings: object): Promise<LspClient> => {
    const started = await LspClient.start(a.source, { ITK_WRAP_CACHE: a.store }, settings);
    client = started;
    await started.until('the server has looked', () => {
      const view = started.view;
      return view !== undefined && view.situation !== 'searching' && view;
    });
    return started;
  };
  /** The source trees that mention a macro. */
  const treesOf = async (server: LspClient): Promise<string[]> => {
    const file = path.join(a.source, 'Modules/Core/Common/wrapping/itkImage.wrap');
    const text = readFileSync(file, 'utf8');
    const line = text.split('\n').findIndex((each) => each.includes('itk_wrap_class'));
    const uri = URI.file(file).toString();
    await server.connection.sendRequest(methods.whenIdle);
    const found =
      (await server.connection.sendRequest<{ uri: string }[] | null>('textDocument/references', {
        textDocument: { uri },
        position: { line, character: 3 },
        context: { includeDeclaration: true },
      })) ?? [];
    assert.ok(found.length > 5);
    const places = found.map((each) => URI.parse(each.uri).fsPath);
    return [a.source, b.source].filter((source) => places.some((place) => place.startsWith(source)));
  };

  it('show their own builds, and find references in one tree only, even if the build of the other is named', async () => {
    const own = await looked({});
    assert.equal(own.view?.build?.dir, a.build);
    assert.deepEqual(await treesOf(own), [a.source]);
    await own.stop();
    const named = await looked({ buildDirectory: b.build });
    assert.equal(named.view?.build?.dir, b.build);
    assert.deepEqual(await treesOf(named), [a.source]);
  });
});
