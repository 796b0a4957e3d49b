import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { methods } from '../../../server/src/shared/protocol';
import { RawClient } from '../../support/raw-client';

/** What a client may send when, over the raw pipe: libraries for clients would not send some of it. */
describe('the life of a language server', () => {
  let around: string;
  let folder: string;
  let client: RawClient;
  before(() => {
    around = mkdtempSync(path.join(os.tmpdir(), 'lifecycle-'));
    folder = path.join(around, 'source');
    mkdirSync(folder);
    writeFileSync(
      path.join(folder, 'itkFoo.wrap'),
      'itk_wrap_class("itk::Foo" POINTRE)\nitk_end_wrap_class()\n',
    );
  });
  beforeEach(() => {
    client = new RawClient();
  });
  afterEach(() => client.kill());
  after(() => rmSync(around, { recursive: true, force: true }));

  const parameters = (more: object = {}): object => ({
    processId: null,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
    ...more,
  });
  const codeOf = async (method: string, params: unknown = {}): Promise<number | undefined> =>
    (await client.request(method, params)).error?.code;

  it('begins with initialize: requests before it are refused, notifications have no effect', async () => {
    assert.equal(await codeOf('textDocument/hover', {}), -32002);
    assert.equal(await codeOf('shutdown'), -32002);
    assert.equal(await codeOf('no/such/method'), -32002);
    client.notify('initialized', {});
    assert.ok((await client.request('initialize', parameters())).result);
    assert.equal((await client.request('workspace/symbol', { query: 'itkFoo' })).error, undefined);
  });

  it('is initialized once', async () => {
    assert.ok((await client.request('initialize', parameters())).result);
    assert.equal(await codeOf('initialize', parameters()), -32600);
    client.notify('initialized', {});
    assert.deepEqual((await client.request('workspace/symbol', { query: 'x' })).error, undefined);
  });

  it('is initialized by a client that says nothing of what it can do', async () => {
    const { result, error } = await client.request('initialize', { processId: null, rootUri: null });
    assert.equal(error, undefined);
    assert.ok((result as { capabilities: object }).capabilities);
  });

  it('answers nothing after shutdown, and ends with exit', async () => {
    await client.request('initialize', parameters());
    client.notify('initialized', {});
    assert.equal((await client.request('shutdown')).result, null);
    assert.equal(await codeOf('workspace/symbol', { query: 'x' }), -32600);
    assert.equal(await codeOf('initialize', parameters()), -32600);
    assert.equal(await codeOf('shutdown'), -32600);
    client.notify('exit');
    assert.equal(await client.exited, 0);
  });

  it('ends with an exit that nothing came before', async () => {
    client.notify('exit');
    assert.equal(await client.exited, 1);
  });

  it('stops working on a request that is cancelled, also in the middle of it', async () => {
    const many = path.join(around, 'many');
    mkdirSync(many);
    for (let n = 0; n < 400; n++)
      writeFileSync(
        path.join(many, `itkFoo${n}.wrap`),
        `itk_wrap_class("itk::Foo${n}" POINTRE)\n`.repeat(20),
      );
    const capabilities = { textDocument: { diagnostic: {} } };
    await client.request('initialize', parameters({ rootUri: pathToFileURL(many).href, capabilities }));
    client.notify('initialized', {});
    // While the workspace is being read, and before the request is looked at.
    const symbols = client.request('workspace/symbol', { query: 'itk' });
    client.notify('$/cancelRequest', { id: symbols.id });
    assert.equal((await symbols).error?.code, -32800);
    await client.request(methods.whenIdle);
    const whole = await client.request('workspace/diagnostic', { previousResultIds: [] });
    const { items } = whole.result as { items: { uri: string; resultId: string }[] };
    assert.equal(items.length, 400);
    const cut = client.request('workspace/diagnostic', { previousResultIds: [] });
    // Its answer comes between two slices of the work that was asked for before it.
    await client.request('workspace/symbol', { query: 'itkFoo399' });
    client.notify('$/cancelRequest', { id: cut.id });
    assert.equal((await cut).error?.code, -32800);
    // One that is held because nothing differs.
    const previousResultIds = items.map(({ uri, resultId }) => ({ uri, value: resultId }));
    const held = client.request('workspace/diagnostic', { previousResultIds });
    await client.request(methods.whenIdle);
    client.notify('$/cancelRequest', { id: held.id });
    assert.equal((await held).error?.code, -32800);
  });

  it('answers a request for workspace diagnostics that names no earlier results', async () => {
    const capabilities = { textDocument: { diagnostic: {} } };
    await client.request('initialize', parameters({ capabilities }));
    client.notify('initialized', {});
    const { result, error } = await client.request('workspace/diagnostic', {});
    assert.equal(error, undefined);
    const { items } = result as { items: { uri: string }[] };
    assert.deepEqual(
      items.map(({ uri }) => path.basename(uri)),
      ['itkFoo.wrap'],
    );
  });
});
