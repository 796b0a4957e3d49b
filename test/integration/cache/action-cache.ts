import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/*
 * A cache server for Bazel's protocol over HTTP, as strict as bazel-remote. Names are digests, and a blob is named by its
 * own digest. Everything under /ac/ is an ActionResult, whose files have relative paths and valid digests. It is returned
 * with the server's own metadata added, and only while the server has every blob that it names.
 */
export class ActionCacheServer {
  /** The reasons for rejected requests. */
  readonly refused: string[] = [];
  readonly blobs = new Map<string, Buffer>();
  readonly #actions = new Map<string, Buffer>();
  readonly #server = http.createServer((request, response) => this.#answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const refuse = (why: string): void => {
      this.refused.push(`${request.method} ${request.url}: ${why}`);
      response.writeHead(400).end(why);
    };
    const [, kind, name = ''] = /^\/(ac|cas)\/([a-f0-9]{64})$/.exec(request.url ?? '') ?? [];
    if (kind === undefined) return refuse('resource name must be a SHA256 hash in hex');
    if (request.method === 'PUT') return this.#put(request, response, kind, name, refuse);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse('method not allowed');
    const body = kind === 'cas' ? this.blobs.get(name) : this.#wholeAction(name);
    if (!body) return void response.writeHead(404).end('Not found');
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  #put(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    kind: string,
    name: string,
    refuse: (why: string) => void,
  ): void {
    const announced = request.headers['content-length'];
    if (announced === undefined) return refuse('PUT without Content-Length');
    if (request.headers['content-encoding'] ?? '') return refuse('unsupported content-encoding');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (body.length !== Number(announced)) return refuse("sizes don't match");
      if (kind === 'cas') {
        if (createHash('sha256').update(body).digest('hex') !== name) return refuse('hash mismatch');
        this.blobs.set(name, body);
      } else {
        const problem = problemOfAction(body);
        if (problem !== null) return refuse(problem);
        // ExecutedActionMetadata with the name of a worker.
        const worker = Buffer.from('127.0.0.1');
        const metadata = Buffer.concat([Buffer.from([0x0a, worker.length]), worker]);
        this.#actions.set(name, Buffer.concat([body, Buffer.from([0x4a, metadata.length]), metadata]));
      }
      response.writeHead(200).end();
    });
  }

  #wholeAction(name: string): Buffer | undefined {
    const action = this.#actions.get(name);
    const files = action ? filesOf(action) : [];
    return files.every(({ hash, bytes }) => this.blobs.get(hash)?.length === bytes) ? action : undefined;
  }
}

interface Field {
  number: number;
  value: number | Buffer;
}

/** The fields of a protobuf message. Throws an error if it is not one. */
function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = message[at++];
      if (byte === undefined || shift > 49) throw new Error('cannot parse invalid wire-format data');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    if ((tag & 7) === 0) fields.push({ number, value: varint() });
    else if ((tag & 7) === 2) {
      const length = varint();
      if (at + length > message.length) throw new Error('cannot parse invalid wire-format data');
      fields.push({ number, value: message.subarray(at, (at += length)) });
    } else throw new Error('a wire type that no field of an ActionResult has');
  }
  return fields;
}

const OUTPUT_FILES = 2;
const STDOUT_RAW = 5;

function problemOfAction(body: Buffer): string | null {
  try {
    if (body.length === 0) return 'empty ActionResult';
    for (const { number, value } of fieldsOf(body))
      if (![OUTPUT_FILES, STDOUT_RAW].includes(number) || typeof value === 'number')
        return `field ${number} is none that was meant`;
    for (const { path, hash, bytes } of filesOf(body)) {
      if (path === '') return 'empty path';
      if (path.startsWith('/')) return `absolute path in output file: ${path}`;
      if (!/^[a-f0-9]{64}$/.test(hash) || !(bytes >= 0)) return `invalid digest for path ${path}`;
    }
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function filesOf(action: Buffer): { path: string; hash: string; bytes: number }[] {
  const inside = (field: number, message: Field['value'] | undefined): Field['value'] | undefined =>
    message instanceof Buffer ? fieldsOf(message).find(({ number }) => number === field)?.value : undefined;
  return fieldsOf(action)
    .filter(({ number }) => number === OUTPUT_FILES)
    .map(({ value }) => {
      const digest = inside(2, value);
      return {
        path: inside(1, value)?.toString() ?? '',
        hash: inside(1, digest)?.toString() ?? '',
        bytes: Number(inside(2, digest) ?? 0),
      };
    });
}
