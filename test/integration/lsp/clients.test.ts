import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { URI } from 'vscode-uri';
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  type Diagnostic,
  DocumentSymbolRequest,
  HoverRequest,
  type MarkupContent,
  RenameRequest,
  ResponseError,
} from 'vscode-languageserver-protocol/node';
import { methods, type PipelineView } from '../../../server/src/shared/protocol';
import { LspClient } from '../../support/lsp-client';

/** Different kinds of clients. Missing capabilities, refusals and mistakes of a client must not end the server. */
describe('the language server with other clients', () => {
  let around: string;
  let folder: string;
  let client: LspClient | undefined;
  const wrap = (): string => path.join(folder, 'itkFoo.wrap');
  const text = 'itk_wrap_class("itk::Foo")\n  set(x 1)\n  itk_wrap_template("${x}" "")\n';

  before(() => {
    // The folder has a parent of its own, because builds are also searched next to it.
    around = mkdtempSync(path.join(os.tmpdir(), 'clients-'));
    folder = path.join(around, 'source');
    mkdirSync(folder);
    writeFileSync(wrap(), text);
  });
  afterEach(async () => {
    await client?.stop();
    client = undefined;
  });
  after(() => rmSync(around, { recursive: true, force: true }));

  const start = async (initialize?: object, capabilities?: ClientCapabilities): Promise<LspClient> => {
    client = await LspClient.start(folder, {}, {}, { initialize, capabilities });
    return client;
  };
  /** Checks that the server still answers. */
  const isAlive = async (of: LspClient): Promise<void> => {
    await of.connection.sendRequest(methods.whenIdle);
    const view: PipelineView = await of.connection.sendRequest(methods.pipeline);
    assert.equal(of.exitCode, undefined);
    assert.equal(typeof view.situation, 'string');
  };

  it('accepts a client that refuses each request of the server', async () => {
    const refuse = (): never => {
      throw new ResponseError(-32601, 'not implemented');
    };
    const dynamicRegistration = true;
    const capabilities: ClientCapabilities = {
      workspace: {
        didChangeConfiguration: { dynamicRegistration },
        codeLens: { refreshSupport: true },
        inlayHint: { refreshSupport: true },
        diagnostics: { refreshSupport: true },
      },
      textDocument: {
        diagnostic: {},
        definition: { dynamicRegistration },
        implementation: { dynamicRegistration },
      },
      window: { workDoneProgress: true },
    };
    const of = await LspClient.start(folder, {}, {}, { capabilities, refuse });
    client = of;
    await of.open(wrap(), 'itk-wrap', text);
    await of.until('the situation is known', () => of.view?.situation === 'no-build');
    await isAlive(of);
    assert.ok(of.refused.has('workspace/configuration') && of.refused.has('client/registerCapability'));
    assert.ok(of.refused.has('workspace/codeLens/refresh') && of.refused.has('workspace/diagnostic/refresh'));
  });

  it('accepts parameters of the wrong type', async () => {
    const of = await start();
    const wrong: unknown[] = [5, null, 'x', [5], {}, { kind: 'module' }, { type: 5 }, [{ stage: 1 }]];
    for (const method of [methods.toolBuilds, methods.activeFolder, methods.running, methods.graphRelease])
      for (const params of wrong) await of.connection.sendNotification(method, params);
    for (const method of [
      methods.typeDetails,
      methods.explain,
      methods.headerClasses,
      methods.newWrap,
      methods.graph,
    ])
      for (const params of [5, null, {}, { type: 5 }])
        await assert.rejects(of.connection.sendRequest(method, params), { code: -32602 }, method);
    await isAlive(of);
  });

  it('accepts a client that does not say what it can do', async () => {
    for (const capabilities of [
      undefined,
      null,
      {},
      { workspace: null, textDocument: null, general: null },
    ]) {
      const of = await start({ processId: null, rootUri: URI.file(folder).toString(), capabilities });
      assert.ok(of.initialized?.capabilities.hoverProvider);
      await isAlive(of);
      await of.stop();
      client = undefined;
    }
  });

  it('accepts a folder named as older clients do', async () => {
    for (const named of [{ rootUri: URI.file(folder).toString() }, { rootUri: null, rootPath: folder }]) {
      const of = await start({ processId: null, capabilities: {}, ...named });
      await of.until('the folder is looked into', () => of.view?.situation === 'no-build');
      assert.match(of.view?.message ?? '', new RegExp(path.basename(folder)));
      await of.stop();
      client = undefined;
    }
  });

  it('sends plain text, flat outlines and plain edits to a client that supports nothing else', async () => {
    const of = await start({ processId: null, rootUri: URI.file(folder).toString(), capabilities: {} });
    const uri = await of.open(wrap(), 'itk-wrap', text);
    const textDocument = { uri };
    const hover = await of.connection.sendRequest(HoverRequest.type, {
      textDocument,
      position: { line: 1, character: 3 },
    });
    const { kind, value } = hover?.contents as MarkupContent;
    assert.equal(kind, 'plaintext');
    assert.doesNotMatch(value, /[`*]|\]\(/);
    const symbols = await of.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    assert.ok(symbols && symbols.length > 0 && symbols.every((symbol) => 'location' in symbol));
    const edit = await of.connection.sendRequest(RenameRequest.type, {
      textDocument,
      position: { line: 1, character: 6 },
      newName: 'other',
    });
    assert.equal(edit?.documentChanges, undefined);
    assert.equal(edit?.changes?.[uri]?.length, 2);
  });

  it('sends quick fixes if asked for them, even if the client has not kept the data of the diagnostic', async () => {
    const of = await start();
    const broken = 'itk_wrap_class("itk::Foo" POINTRE)\nitk_end_wrap_class()\n';
    const uri = await of.open(wrap(), 'itk-wrap', broken);
    const known = await of.until('it is checked', () => of.diagnosticsOf(uri).find(({ data }) => data));
    const ask = async (only: string[] | undefined, diagnostic: Diagnostic): Promise<CodeAction[]> =>
      (await of.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: diagnostic.range,
        context: { diagnostics: [diagnostic], only },
      })) as CodeAction[];
    const wanted = await ask(undefined, known);
    assert.ok(wanted.length > 0);
    const bare: Diagnostic = { ...known };
    delete bare.data;
    for (const asked of [await ask(['quickfix'], known), await ask(undefined, bare)])
      assert.deepEqual(
        asked.map(({ title }) => title),
        wanted.map(({ title }) => title),
      );
    assert.deepEqual(await ask(['source.organizeImports'], known), []);
    assert.deepEqual(await ask(['refactor'], known), []);
  });
});
