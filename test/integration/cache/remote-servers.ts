import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import type { ActionEntry } from '../../../server/src/cache/action/action';
import type { RemoteOptions } from '../../../server/src/cache/storage/remote/remote';
import { eventually } from '../../support/eventually';
import { decodeAction, encodeAction } from '../../../server/src/cache/storage/remote/remote';
import { gunzip, gzip } from '../../../server/src/cache/codecs';
import { Fixture } from './fixture';
import { SwigFixture } from './swig-fixture';

/** `slow` answers after 20 ms, `forget` has entries but no contents, and the others are what they say. */
export type Fault = 'none' | 'slow' | 'stall' | 'lie' | 'cut' | 'error' | 'redirect' | 'flood' | 'forget';

/** An HTTP store with faults on demand, for behavior that no real server has on request. */
export class FaultyServer {
  readonly content = new Map<string, Buffer>();
  readonly requests: string[] = [];
  readonly authorizations = new Set<string | undefined>();
  fault: Fault = 'none';
  #server = http.createServer((request, response) => this.#answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Changes the entries of actions that the server has. */
  async rewrite(change: (entry: ActionEntry) => unknown): Promise<number> {
    let changed = 0;
    for (const [name, body] of this.content) {
      const packed = name.startsWith('/ac/') ? decodeAction(body) : null;
      const text = packed && (await gunzip(packed, { maxBytes: 1 << 26 })).toString();
      const json = JSON.parse(text ?? 'null') as { entry: ActionEntry }[] | null;
      if (!Array.isArray(json) || !json.every((one) => one.entry)) continue;
      for (const { entry } of json) change(entry);
      const whole = await gzip(Buffer.from(JSON.stringify(json)), 1);
      this.content.set(name, encodeAction(whole, null));
      changed++;
    }
    return changed;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    if (this.fault === 'slow') setTimeout(() => this.#answerNow(request, response), 20);
    else this.#answerNow(request, response);
  }

  #answerNow(request: http.IncomingMessage, response: http.ServerResponse): void {
    const name = request.url ?? '';
    this.requests.push(`${request.method} ${name.slice(0, 4)}`);
    this.authorizations.add(request.headers.authorization);
    if (this.fault === 'stall') return;
    if (this.fault === 'error') return void response.writeHead(500).end();
    if (this.fault === 'redirect')
      return void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    if (request.method === 'PUT') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        // Like bazel-remote, it names a blob by its digest.
        const named = path.basename(name) === createHash('sha256').update(body).digest('hex');
        if (name.startsWith('/cas/') && !named) return void response.writeHead(400).end();
        this.content.set(name, body);
        response.writeHead(200).end();
      });
      return;
    }
    const body = this.content.get(name);
    const forgotten = this.fault === 'forget' && name.startsWith('/cas/');
    if (!body || forgotten) return void response.writeHead(404).end();
    if (request.method === 'HEAD')
      return void response.writeHead(200, { 'content-length': body.length }).end();
    if (this.fault === 'cut') {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
    } else if (this.fault === 'flood')
      response.writeHead(200).end(Buffer.concat([body, Buffer.alloc(1 << 20)]));
    else if (this.fault === 'lie' && name.startsWith('/cas/')) {
      const lie = Buffer.from(body);
      lie[lie.length >> 1] = (lie[lie.length >> 1] ?? 0) ^ 1;
      response.writeHead(200).end(lie);
    } else response.writeHead(200).end(body);
  }
}

/** Simulates another machine: the same checkout and build, but nothing in the local store. */
export function elsewhere(fixture: Fixture): void {
  fixture.remove('store');
}

export async function roundTrip(remote: RemoteOptions): Promise<void> {
  const fixture = new Fixture({ remote });
  try {
    assert.equal((await fixture.run()).outcome, 'miss');
    assert.deepEqual(fixture.warnings, []);
    elsewhere(fixture);
    const far = await fixture.run();
    assert.deepEqual([far.outcome, far.remote, far.runs], ['hit-portable', 'hit', '']);
    const near = await fixture.run(undefined, { remote: undefined });
    assert.deepEqual([near.outcome, near.runs], ['hit-l1', ''], 'the remote hit did not fill the local root');
    elsewhere(fixture);
    fixture.tree('two');
    const other = await fixture.run(fixture.invocation('two/build'));
    assert.deepEqual([other.outcome, other.remote, other.runs], ['hit-portable', 'hit', '']);
    fixture.write('one/src/second/version.h', 'int version = 5;\n');
    assert.equal((await fixture.run()).outcome, 'miss');
    assert.deepEqual(fixture.warnings, []);
  } finally {
    fixture.dispose();
  }
}

/** The same for a run of SWIG, whose outputs, warnings and inputs are several contents. */
export async function actionRoundTrip(remote: RemoteOptions): Promise<void> {
  const fixture = new SwigFixture({ remote });
  try {
    assert.equal((await fixture.run()).outcome, 'miss');
    fixture.remove('store');
    fixture.tree('two');
    const far = await fixture.run(fixture.invocation('two'));
    assert.deepEqual([far.outcome, far.remote, far.runs], ['hit', 'hit', 0]);
    assert.deepEqual(fixture.warnings, []);
  } finally {
    fixture.dispose();
  }
}

/** A port of this machine on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves once something listens on a port. Rejects after ten seconds. */
export async function listening(port: number): Promise<void> {
  const isOpen = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.destroy());
      socket.on('connect', () => resolve(true));
      socket.on('error', () => resolve(false));
    });
  await eventually(
    async () => (await isOpen()) || Promise.reject(new Error(`Nothing listens on port ${port}.`)),
    { timeoutMs: 10_000, everyMs: 50 },
  );
}
