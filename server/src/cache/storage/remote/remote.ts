import { trimEndOf } from '../../../shared/trim-end';
import { sha256 } from '../../codecs';
import { ownFile } from '../store-names';
import type { StoreRoot } from '../store-root';

/**
 * A server that stores the same data as local roots, over plain GET, HEAD and PUT: bazel-remote, or any WebDAV server. Blobs
 * are under `/cas/<sha256 of the bytes>`, and the entries that name them are under `/ac/<key>`.
 *
 * It never fails a build. A request that fails or takes too long switches the remote off for this process. A marker in the
 * local root switches it off for a minute for all other processes, so that a build with hundreds of processes waits only
 * once for a stalled server.
 */
export interface RemoteOptions {
  /** Without credentials. */
  url: string;
  readOnly: boolean;
  /** The value of the Authorization header. It is never logged. */
  authorization?: string;
  /** The maximum time of a request, in milliseconds. A blob may take six times as long. */
  timeoutMs?: number;
}

/** What a remote needs from its caller. */
export interface RemoteContext {
  options: RemoteOptions;
  /** The root with the marker, or null. */
  root: StoreRoot | null;
  now: () => number;
  warn: (message: string) => void;
}

const DEFAULT_TIMEOUT_MS = 5000;
const DOWN_MS = 60_000;
const MAX_ACTION_BYTES = 16 << 20;
/** These responses have no body. */
const NO_BODY = new Set([204, 304]);

/** A connection to the remote. See `RemoteOptions` for its behavior on failures. */
export class Remote {
  /** The number of failed requests. */
  failures = 0;
  #down = false;
  readonly #base: string;

  constructor(private readonly context: RemoteContext) {
    this.#base = trimEndOf(context.options.url, '/');
    this.#down = this.#markedDown();
  }

  get writable(): boolean {
    return !this.context.options.readOnly && !this.#down;
  }

  /** The content under a key. Null if the server has none or is switched off. */
  async getAction(key: string): Promise<Buffer | null> {
    const response = await this.#request('GET', `/ac/${key}`, 1);
    const body = response && (await this.#body(response, MAX_ACTION_BYTES));
    return body && decodeAction(body);
  }

  /**
   * Stores content under a key. `blob` is named next to it, so that a server that understands actions keeps or drops both
   * together.
   */
  async putAction(
    key: string,
    content: Buffer,
    blob: { sha256: string; bytes: number } | null,
  ): Promise<boolean> {
    return (
      this.writable && (await this.#request('PUT', `/ac/${key}`, 1, encodeAction(content, blob))) !== null
    );
  }

  /** A blob of known length, verified by its digest. A longer response is rejected. */
  async getBlob(digest: string, bytes: number): Promise<Buffer | null> {
    const response = await this.#request('GET', `/cas/${digest}`, 6);
    const body = response && (await this.#body(response, bytes));
    if (!body) return null;
    if (body.length === bytes && sha256(body) === digest) return body;
    this.#fail(`sent other bytes than /cas/${digest.slice(0, 12)}… names`);
    return null;
  }

  async putBlob(digest: string, content: Buffer): Promise<boolean> {
    if (!this.writable) return false;
    if (await this.#request('HEAD', `/cas/${digest}`, 1)) return true;
    return this.writable && (await this.#request('PUT', `/cas/${digest}`, 6, content)) !== null;
  }

  /** The response if it is a success. Null for "not found" and for any failure, which is recorded. */
  async #request(
    method: string,
    resource: string,
    patience: number,
    body?: Buffer,
  ): Promise<Response | null> {
    if (this.#down) return null;
    const { authorization, timeoutMs = DEFAULT_TIMEOUT_MS } = this.context.options;
    try {
      const response = await fetch(this.#base + resource, {
        method,
        ...(body ? { body: new Uint8Array(body) } : {}),
        // Blobs are already compressed, and some servers would compress them again.
        headers: { 'accept-encoding': 'identity', ...(authorization ? { authorization } : {}) },
        // Following a redirect could send the credentials to someone else.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs * patience),
      });
      if (response.ok) return response;
      await response.body?.cancel();
      if (response.status === 404 && method !== 'PUT') return null;
      this.#fail(`answers ${response.status} to ${method} ${resource.slice(0, 16)}…`);
    } catch (error) {
      this.#fail(`does not answer: ${reasonOf(error)}`);
    }
    return null;
  }

  async #body(response: Response, maxBytes: number): Promise<Buffer | null> {
    if (NO_BODY.has(response.status) || !response.body) return null;
    const chunks: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        length += chunk.length;
        if (length > maxBytes) throw new Error(`more than the ${maxBytes} bytes announced`);
        chunks.push(chunk);
      }
      const announced = response.headers.get('content-length');
      if (announced !== null && !response.headers.get('content-encoding') && Number(announced) !== length)
        throw new Error(`${length} bytes of ${announced}`);
      return Buffer.concat(chunks);
    } catch (error) {
      this.#fail(`breaks off: ${reasonOf(error)}`);
      return null;
    }
  }

  #fail(what: string): void {
    this.failures++;
    if (this.#down) return;
    this.#down = true;
    this.context.warn(`the remote cache ${this.#base} ${what}; continuing without it`);
    try {
      this.context.root?.writeOwn(markerOf(this.#base), '');
    } catch {
      // The next process finds out itself.
    }
  }

  #markedDown(): boolean {
    const { root, now } = this.context;
    return root !== null && isRemoteDown(this.#base, root, now());
  }
}

/** Whether a process has switched the remote off within the last minute, according to the marker in the first root. */
export function isRemoteDown(url: string, root: StoreRoot, nowMs: number): boolean {
  const since = root.timeOf(markerOf(trimEndOf(url, '/')));
  return since !== null && since > nowMs - DOWN_MS && since < nowMs + DOWN_MS;
}

const markerOf = (base: string): string => ownFile(`remote-down-${sha256(base).slice(0, 16)}`);

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return 'no answer in time';
  return cause?.code ?? cause?.message ?? message;
}

/*
 * A server for Bazel's protocol checks that everything under /ac/ is an ActionResult. So the content is sent as its
 * `stdout_raw` (field 5), and the blob as one of its output files (field 2), so that the server keeps it.
 */
const OUTPUT_FILES = 0x12;
const STDOUT_RAW = 0x2a;

/** Encodes content and the blob that it names as an ActionResult. */
export function encodeAction(content: Buffer, blob: { sha256: string; bytes: number } | null): Buffer {
  const raw = field(STDOUT_RAW, content);
  if (!blob) return raw;
  const digest = Buffer.concat([
    field(0x0a, Buffer.from(blob.sha256)),
    Buffer.from([0x10]),
    varint(blob.bytes),
  ]);
  const file = Buffer.concat([field(0x0a, Buffer.from('output.xml.gz')), field(0x12, digest)]);
  return Buffer.concat([field(OUTPUT_FILES, file), raw]);
}

/** The content of an action. Null if there is none. */
export function decodeAction(action: Buffer): Buffer | null {
  for (let at = 0; at < action.length;) {
    const tag = readVarint(action, at);
    if (!tag || (tag.value & 7) !== 2) return null;
    const length = readVarint(action, tag.next);
    if (!length || length.next + length.value > action.length) return null;
    if (tag.value === STDOUT_RAW) return action.subarray(length.next, length.next + length.value);
    at = length.next + length.value;
  }
  return null;
}

function field(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

function readVarint(bytes: Buffer, at: number): { value: number; next: number } | null {
  let value = 0;
  for (let i = 0; i < 7; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  return null;
}

/** What is wrong with ITK_WRAP_CACHE_REMOTE, and which part of it. */
export interface RemoteProblem {
  kind: 'unknown-option' | 'not-an-address' | 'other-protocol' | 'invalid-escape';
  subject: string;
}

/** The problem in English, for the output of a build. The editor has its own words. */
export function remoteProblemText({ kind, subject }: RemoteProblem): string {
  switch (kind) {
    case 'unknown-option':
      return `ITK_WRAP_CACHE_REMOTE has "|${subject}": the only option is |read-only`;
    case 'not-an-address':
      return 'ITK_WRAP_CACHE_REMOTE is not an address: http://host:port or https://…';
    case 'other-protocol':
      return `ITK_WRAP_CACHE_REMOTE uses ${subject}, but only http: and https: are supported`;
    case 'invalid-escape':
      return 'ITK_WRAP_CACHE_REMOTE has a user or a password with an invalid % escape: write % as %25';
  }
}

/** Reads `http(s)://…[|read-only]` and the credentials from the environment. Null if there is no remote. */
export function remoteFromEnvironment(
  environment: NodeJS.ProcessEnv,
): RemoteOptions | { problem: RemoteProblem } | null {
  const text = environment.ITK_WRAP_CACHE_REMOTE?.trim();
  if (!text) return null;
  const [address = '', ...flags] = text.split('|').map((part) => part.trim());
  const unknown = flags.find((flag) => flag !== 'read-only');
  if (unknown !== undefined) return { problem: { kind: 'unknown-option', subject: unknown } };
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return { problem: { kind: 'not-an-address', subject: '' } };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { problem: { kind: 'other-protocol', subject: url.protocol } };
  let named: { user: string; password: string };
  try {
    named = { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    return { problem: { kind: 'invalid-escape', subject: '' } };
  }
  const user = environment.ITK_WRAP_CACHE_REMOTE_USER ?? named.user;
  const password = environment.ITK_WRAP_CACHE_REMOTE_PASSWORD ?? named.password;
  const token = environment.ITK_WRAP_CACHE_REMOTE_TOKEN;
  url.username = '';
  url.password = '';
  const authorization = token
    ? `Bearer ${token}`
    : user
      ? `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
      : undefined;
  return { url: url.href, readOnly: flags.length > 0, ...(authorization ? { authorization } : {}) };
}
