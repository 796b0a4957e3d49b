import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { methods } from '../../../server/src/shared/protocol';
import { RawClient } from '../../support/raw-client';

/** What a client may send in which state, over the raw pipe. Client libraries would not send some of this. */
describe('the lifecycle of the language server', () => {
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

  it('begins with initialize: earlier requests are refused, and earlier notifications have no effect', async () => {
    assert.equal(await codeOf('textDocument/hover', {}), -32002);
    assert.equal(await codeOf('shutdown'), -32002);
    assert.equal(await codeOf('no/such/method'), -32002);
    client.notify('initialized', {});
    assert.ok((await client.request('initialize', parameters())).result);
    assert.equal((await client.request('workspace/symbol', { query: 'itkFoo' })).error, undefined);
  });

  it('allows only one initialize', async () => {
    assert.ok((await client.request('initialize', parameters())).result);
    assert.equal(await codeOf('initialize', parameters()), -32600);
    client.notify('initialized', {});
    assert.deepEqual((await client.request('workspace/symbol', { query: 'x' })).error, undefined);
  });

  it('accepts an initialize without capabilities', async () => {
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

  it('ends with an exit that nothing preceded', async () => {
    client.notify('exit');
    assert.equal(await client.exited, 1);
  });

  it('stops working on a cancelled request, even in the middle of it', async () => {
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
    // The workspace is being indexed, and the request has not been examined yet.
    const symbols = client.request('workspace/symbol', { query: 'itk' });
    client.notify('$/cancelRequest', { id: symbols.id });
    assert.equal((await symbols).error?.code, -32800);
    await client.request(methods.whenIdle);
    const whole = await client.request('workspace/diagnostic', { previousResultIds: [] });
    const { items } = whole.result as { items: { uri: string; resultId: string }[] };
    assert.equal(items.length, 400);
    const cut = client.request('workspace/diagnostic', { previousResultIds: [] });
    // The cancellation arrives between two slices of the work for the earlier request.
    await client.request('workspace/symbol', { query: 'itkFoo399' });
    client.notify('$/cancelRequest', { id: cut.id });
    assert.equal((await cut).error?.code, -32800);
    // This request is held, because nothing differs.
    const previousResultIds = items.map(({ uri, resultId }) => ({ uri, value: resultId }));
    const held = client.request('workspace/diagnostic', { previousResultIds });
    await client.request(methods.whenIdle);
    client.notify('$/cancelRequest', { id: held.id });
    assert.equal((await held).error?.code, -32800);
  });

  it('answers a request for workspace diagnostics without earlier results', async () => {
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
