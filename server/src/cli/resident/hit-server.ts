import type net from 'node:net';
import { takeSnapshot, type Snapshot } from '../../cache/inputs/digests';
import { DONE, hitAnswer, jsonAnswer, NOT_SERVED, readRequest, SIGN_OF_LIFE, type Request } from './frames';
import type { FoundHit, HitFinder, ServedTool } from './hit-finder';

/** What the server tells about itself. Times are in seconds, memory is in bytes. */
export interface ServerState {
  pid: number;
  script: string;
  socket: string;
  uptime: number;
  idle: number;
  /** Requests that were hits, and requests that were left to the launcher. */
  hits: number;
  declined: number;
  caches: number;
  memory: number;
  peakMemory: number;
}

export interface HitServerOptions {
  finder: Pick<HitFinder, 'find' | 'size' | 'flush'>;
  token: string;
  script: string;
  socket: string;
  /** The tool of a launcher. Null if its clients are not served. */
  toolOf: (launcher: string) => ServedTool | null;
  /** Called after each request, and if a client asks the server to end. */
  onServed: () => void;
  onStop: () => void;
}

const MAX_CLIENTS = 512;
/** A client sends its request at once. */
const REQUEST_MS = 2000;
/** How long the client may take to rename the files. */
const RENAME_MS = 30_000;
const SIGN_EVERY_MS = 15;

/** The maximum number of requests that share one look at the headers. More would make the first of them wait too long. */
const MAX_TOGETHER = 8;

/** The turns of the event loop before the next requests are taken. Node accepts a client in one turn, and reads from it in another. */
const TURNS_TO_ARRIVE = 3;

interface Waiting {
  socket: net.Socket;
  request: Request;
  answered: boolean;
}

/**
 * Serves the requests in their order, because a hit is a few milliseconds of work in one thread. Those that have all arrived
 * share one look at the headers, and their XMLs are unpacked while the next is found. Those who wait get a sign of life
 * meanwhile, so that they can tell a busy server from a hung one.
 */
export class HitServer {
  readonly #queue: Waiting[] = [];
  #together: readonly Waiting[] = [];
  readonly #clients = new Set<net.Socket>();
  #busy = false;
  #lastSign = 0;
  #hits = 0;
  #declined = 0;
  #usedAt = performance.now();
  #ending = false;

  constructor(private readonly options: HitServerOptions) {}

  get idleMs(): number {
    return this.#busy ? 0 : performance.now() - this.#usedAt;
  }

  /** Takes a connection. */
  readonly accept = (socket: net.Socket): void => {
    socket.on('error', () => socket.destroy());
    if (this.#clients.size >= MAX_CLIENTS || this.#ending) {
      socket.destroy();
      return;
    }
    this.#clients.add(socket);
    socket.on('close', () => this.#clients.delete(socket));
    socket.write(SIGN_OF_LIFE);
    socket.setTimeout(REQUEST_MS, () => socket.destroy());
    let bytes: Buffer = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const request = readRequest(bytes);
      if (request === null) return;
      socket.off('data', onData);
      socket.setTimeout(0);
      if (request === 'invalid' || request.token !== this.options.token) {
        socket.end(NOT_SERVED);
        return;
      }
      this.#queue.push({ socket, request, answered: false });
      this.#work().catch(() => undefined);
    };
    socket.on('data', onData);
  };

  /** Leaves all that wait to the launcher. */
  end(): void {
    this.#ending = true;
    for (const { socket } of this.#queue.splice(0)) socket.end(NOT_SERVED);
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let batch = await this.#next(); batch.length > 0; batch = await this.#next()) {
      this.#together = batch;
      const snapshot = batch.length > 1 ? takeSnapshot() : undefined;
      const serving: Promise<void>[] = [];
      for (const one of batch) {
        this.#signal();
        if (!one.socket.destroyed) serving.push(this.#serve(one, snapshot));
        // New clients get their first sign of life now.
        await new Promise(setImmediate);
      }
      await Promise.all(serving);
    }
    this.#busy = false;
  }

  /** Takes the requests that are served next. They have the same umask, because a process has only one. */
  async #next(): Promise<Waiting[]> {
    for (let left = TURNS_TO_ARRIVE; left > 0; left--) await new Promise(setImmediate);
    const [first] = this.#queue;
    const umask = first && umaskOf(first);
    let count = Math.min(1, this.#queue.length);
    if (umask !== undefined)
      while (count < MAX_TOGETHER && count < this.#queue.length && umaskOf(this.#queue[count]!) === umask)
        count++;
    return this.#queue.splice(0, count);
  }

  #signal(): void {
    if (performance.now() - this.#lastSign < SIGN_EVERY_MS) return;
    this.#lastSign = performance.now();
    for (const { socket, answered } of [...this.#together, ...this.#queue])
      if (!answered) socket.write(SIGN_OF_LIFE);
  }

  async #serve(waiting: Waiting, snapshot: Snapshot | undefined): Promise<void> {
    const { onStop, onServed } = this.options;
    const { socket, request } = waiting;
    if (request.kind !== 'run') {
      waiting.answered = true;
      socket.end(jsonAnswer(this.#state()));
      if (request.kind === 'stop') onStop();
      return;
    }
    this.#usedAt = performance.now();
    const hit = await this.#find(request, snapshot);
    this.#usedAt = performance.now();
    waiting.answered = true;
    if (hit) this.#offer(socket, hit, request.umask);
    else {
      this.#declined++;
      socket.end(NOT_SERVED);
    }
    onServed();
  }

  async #find(request: Request & { kind: 'run' }, snapshot: Snapshot | undefined): Promise<FoundHit | null> {
    const tool = this.#ending ? null : this.options.toolOf(request.launcher);
    if (tool === null) return null;
    // The outputs and the files of the store get the permissions that they would get from the client.
    process.umask(request.umask);
    try {
      return await this.options.finder.find(tool, request, snapshot);
    } catch {
      return null;
    }
  }

  /** Lets the client rename the files. If it does not, it has given up and runs the launcher. */
  #offer(socket: net.Socket, hit: FoundHit, umask: number): void {
    let renamed = false;
    socket.once('data', (bytes: Buffer) => {
      if (bytes[0] !== DONE) return;
      renamed = true;
      this.#hits++;
      // Another request, with its own umask, may be in progress.
      const other = process.umask(umask);
      hit.count();
      process.umask(other);
    });
    socket.once('close', () => {
      if (!renamed) hit.discard();
    });
    socket.setTimeout(RENAME_MS, () => socket.destroy());
    if (socket.destroyed) hit.discard();
    else socket.write(hitAnswer(hit));
  }

  #state(): ServerState {
    const { script, socket, finder } = this.options;
    return {
      pid: process.pid,
      script,
      socket,
      uptime: process.uptime(),
      idle: (performance.now() - this.#usedAt) / 1000,
      hits: this.#hits,
      declined: this.#declined,
      caches: finder.size,
      memory: process.memoryUsage.rss(),
      peakMemory: process.resourceUsage().maxRSS * 1024,
    };
  }
}

const umaskOf = ({ request }: Waiting): number | undefined =>
  request.kind === 'run' ? request.umask : undefined;
