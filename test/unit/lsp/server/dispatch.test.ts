import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import {
  CancellationTokenSource,
  createProtocolConnection,
  HoverRequest,
  LogMessageNotification,
  ProgressType,
  type ProtocolConnection,
  ReferencesRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { createConnection } from 'vscode-languageserver/node';
import { loadParser } from '../../../../server/src/cmake/syntax/parse';
import { RenameError } from '../../../../server/src/lsp/features/rename';
import { Client } from '../../../../server/src/lsp/server/client';
import {
  dispatch,
  type NotificationRow,
  ownNotification,
  ownRequest,
  request,
  type RequestRow,
} from '../../../../server/src/lsp/server/dispatch';
import { notifications } from '../../../../server/src/lsp/server/handlers/notification-table';
import { requests } from '../../../../server/src/lsp/server/handlers/request-table';
import { isAnything, isString, isTypeRequest } from '../../../../server/src/lsp/server/request-parameters';
import { ServerState } from '../../../../server/src/lsp/server/server-state';
import { methods } from '../../../../server/src/shared/protocol';

const position = { line: 0, character: 0 };
const at = { textDocument: { uri: 'file:///w/a.wrap' }, position };
const location = (line: number) => ({
  uri: at.textDocument.uri,
  range: { start: { line, character: 0 }, end: { line, character: 1 } },
});

describe('the dispatch of messages', () => {
  let client: ProtocolConnection;
  let logged: string[];
  let end: () => void;

  /** A client of a server that has only these rows. */
  async function serve(rows: readonly RequestRow[], told: readonly NotificationRow[] = []): Promise<void> {
    const [up, down] = [new PassThrough(), new PassThrough()];
    const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
    const state = new ServerState(new Client(server), await loadParser(), () => false);
    dispatch(server, state, rows, told);
    server.listen();
    client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    logged = [];
    client.onNotification(LogMessageNotification.type, ({ message }) => void logged.push(message));
    client.listen();
    end = () => {
      state.dispose();
      client.dispose();
      server.dispose();
    };
  }
  afterEach(() => end());

  const fails = (): never => {
    throw new Error('broken');
  };

  it('answers a request of the protocol with nothing and logs the error if its handler crashes', async () => {
    await serve([request(HoverRequest.type, null, fails)]);
    assert.equal(await client.sendRequest(HoverRequest.type, at), null);
    assert.match(logged.join(), /^textDocument\/hover failed.*broken/);
  });

  it('passes on a refusal, and the failure of one of our own requests', async () => {
    const refuse = (): never => {
      throw new RenameError('No.');
    };
    await serve([request(HoverRequest.type, null, refuse), ownRequest('own/fails', isAnything, fails)]);
    await assert.rejects(client.sendRequest(HoverRequest.type, at), /^Error: No\.$/);
    await assert.rejects(client.sendRequest('own/fails'), /broken/);
  });

  it('answers a cancelled request with an error', async () => {
    const cancelled = (_: ServerState, __: unknown, token: { onCancellationRequested: Listen }) =>
      new Promise<null>((resolve) => token.onCancellationRequested(() => resolve(null)));
    await serve([request(HoverRequest.type, null, cancelled)]);
    const source = new CancellationTokenSource();
    const answer = client.sendRequest(HoverRequest.type, at, source.token);
    setTimeout(() => source.cancel(), 20);
    await assert.rejects(answer, /The request was cancelled\./);
  });

  it('sends a long answer in parts to a client that asks for that, and as a whole to others', async () => {
    const all = Array.from({ length: 450 }, (_, line) => location(line));
    await serve([request(ReferencesRequest.type, [], () => all)]);
    const parts: unknown[][] = [];
    client.onProgress(new ProgressType<unknown[]>(), 'parts', (part) => void parts.push(part));
    const asked = { ...at, context: { includeDeclaration: true } };
    assert.deepEqual(await client.sendRequest(ReferencesRequest.type, asked), all);
    assert.deepEqual(
      await client.sendRequest(ReferencesRequest.type, { ...asked, partialResultToken: 'parts' }),
      [],
    );
    assert.deepEqual(
      parts.map(({ length }) => length),
      [200, 200, 50],
    );
    assert.deepEqual(parts.flat(), all);
  });

  it('rejects parameters of a wrong shape in our own messages', async () => {
    const taken: unknown[] = [];
    await serve(
      [ownRequest('own/type', isTypeRequest, (_, { type }) => type)],
      [ownNotification('own/told', isString, (_, text) => void taken.push(text))],
    );
    assert.equal(await client.sendRequest('own/type', { type: 'a' }), 'a');
    await assert.rejects(client.sendRequest('own/type', { type: 1 }), /The parameters of own\/type are not/);
    await assert.rejects(client.sendRequest('own/type'), /The parameters of own\/type are not/);
    await client.sendNotification('own/told', 1);
    await client.sendNotification('own/told', 'b');
    await client.sendRequest('own/type', { type: 'a' });
    assert.deepEqual(taken, ['b']);
    assert.match(logged.join(), /The parameters of own\/told are not of its kind\./);
  });

  it('has one row for each of our own methods that a client may call', () => {
    end = () => undefined;
    const named = [...requests, ...notifications].map(({ type }) =>
      typeof type === 'string' ? type : type.method,
    );
    assert.equal(new Set(named).size, named.length);
    const fromServer: string[] = [methods.pipelineReset, methods.pipelineChanged, methods.graphDelta];
    const expected = Object.values(methods).filter((method) => !fromServer.includes(method));
    assert.deepEqual(named.filter((method) => method.startsWith('itkWrapping/')).sort(), expected.sort());
  });
});

type Listen = (listener: () => void) => unknown;
