import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  DidChangeTextDocumentNotification,
  DocumentSymbolRequest,
} from 'vscode-languageserver-protocol/node';
import { LspClient } from '../../support/lsp-client';

/** Hangs the thread at a command of this name. As far as we know, no text can cause this fault any more. */
const FAULT = `
const lower = String.prototype.toLowerCase;
String.prototype.toLowerCase = function () {
  if (String(this) === 'HANG_HERE') for (;;);
  return lower.call(this);
};`;

describe('a file that hangs the language server', () => {
  let dir: string;
  let client: LspClient | undefined;
  before(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'watchdog-'));
    mkdirSync(path.join(dir, 'source'));
    writeFileSync(path.join(dir, 'fault.cjs'), FAULT);
  });
  afterEach(() => client?.stop().catch(() => undefined));
  after(() => rmSync(dir, { recursive: true, force: true }));

  const start = async (): Promise<LspClient> => {
    const environment = { XDG_CACHE_HOME: path.join(dir, 'cache'), LOCALAPPDATA: path.join(dir, 'cache') };
    client = await LspClient.start(
      path.join(dir, 'source'),
      { ...environment, ITK_WRAP_HANG_MS: '2000' },
      {},
      { execArgv: ['--require', path.join(dir, 'fault.cjs')] },
    );
    return client;
  };
  const suspects = (): string[] => readdirSync(path.join(dir, 'cache/itk-wrapping/busy'));

  it('ends the server once, and is skipped by the next one until its text changes', async () => {
    const file = path.join(dir, 'source/itkBad.wrap');
    const bad = 'HANG_HERE()\nset(x 1)\n';
    const first = await start();
    await first.open(file, 'itk-wrap', bad);
    await first.until('it is ended', () => first.exitCode !== undefined, 15_000);
    assert.equal(suspects().length, 1);

    const second = await start();
    const uri = await second.open(file, 'itk-wrap', bad);
    const [problem] = await second.until('the file says why', () => {
      const found = second.diagnosticsOf(uri);
      return found.length > 0 && found;
    });
    assert.match(JSON.stringify(problem), /hung on this file/);
    assert.equal(second.exitCode, undefined);

    await second.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: 'set(x 1)\n' }],
    });
    const symbols = await second.connection.sendRequest(DocumentSymbolRequest.type, {
      textDocument: { uri },
    });
    assert.equal(symbols?.length, 1);
    assert.deepEqual(suspects(), []);
    await second.stop();
    client = undefined;
    assert.equal(second.exitCode, 0);
  });
});
