import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './repository';

/** A message from the server. */
export interface RawAnswer {
  id?: number;
  method?: string;
  result?: unknown;
  error?: { code: number; message: string };
}

/**
 * A client without a library. It sends whatever it is told to, even if it is not allowed. It answers no request of the
 * server.
 */
export class RawClient {
  private readonly server: ChildProcessWithoutNullStreams;
  private readonly waiting = new Map<number, (answer: RawAnswer) => void>();
  private buffer = Buffer.alloc(0);
  private lastId = 0;
  readonly exited: Promise<number | null>;

  constructor(env: NodeJS.ProcessEnv = {}) {
    this.server = spawn(process.execPath, [path.join(root, 'dist/itk-wrap.js'), 'lsp', '--stdio'], {
      env: { ...process.env, ...env },
    });
    this.server.stderr.pipe(process.stderr);
    this.exited = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.stdout.on('data', (chunk: Buffer) => this.read(chunk));
  }

  send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  notify(method: string, params?: unknown): void {
    this.send({ method, params });
  }

  /** Resolves with the whole answer, even if it is an error. */
  request(method: string, params?: unknown): Promise<RawAnswer> & { id: number } {
    const id = ++this.lastId;
    const answer = new Promise<RawAnswer>((resolve) => this.waiting.set(id, resolve));
    this.send({ id, method, params });
    return Object.assign(answer, { id });
  }

  kill(): void {
    this.server.kill('SIGKILL');
  }

  private read(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const head = this.buffer.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.buffer.toString('ascii', 0, head))?.[1]);
      if (this.buffer.length < head + 4 + length) return;
      const message = JSON.parse(this.buffer.toString('utf8', head + 4, head + 4 + length)) as RawAnswer;
      this.buffer = this.buffer.subarray(head + 4 + length);
      if (message.id === undefined || message.method !== undefined) continue;
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    }
  }
}
