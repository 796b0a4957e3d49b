import { decodePath, encodeText } from '../../cache/inputs/path-bytes';

/*
 * The messages between the server and its clients. Numbers have four bytes, the highest first; a text is its length and its
 * bytes; a list is its length and its texts.
 *
 *   request   "ITKW", the length of the rest, token: text, kind: 1 byte
 *     R         umask: number, launcher: text, cwd: text, arguments: list, environment: list     restore a hit
 *     S, Q      nothing                                                                           status; end
 *   answer    any number of "." while the client has to wait, and then one of
 *     H         the length of the rest, what to print on stdout: text, and on stderr: text, and a list of files to rename, each
 *               followed by its new name; the client answers "D" once it has renamed them
 *     N         no hit, or none without a process: the client runs the launcher
 *     J         a text with JSON
 *
 * The version is part of the socket's name, so it is in no message.
 */

/** The maximum size of a request. */
export const MAX_REQUEST_BYTES = 1 << 20;
const MAGIC = Buffer.from('ITKW');
const HEAD_BYTES = 8;

/** A build's run, as the client saw it. Paths and arguments are decoded as in `decodePath`. */
export interface RunRequest {
  kind: 'run';
  token: string;
  umask: number;
  launcher: string;
  cwd: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
}

export type Request = RunRequest | { kind: 'status' | 'stop'; token: string };

/** Reads a request. Null if it is not complete yet, `invalid` if it cannot become one. */
export function readRequest(bytes: Buffer): Request | null | 'invalid' {
  const begun = Math.min(bytes.length, MAGIC.length);
  if (!bytes.subarray(0, begun).equals(MAGIC.subarray(0, begun))) return 'invalid';
  if (bytes.length < HEAD_BYTES) return null;
  const size = HEAD_BYTES + bytes.readUInt32BE(4);
  if (size > MAX_REQUEST_BYTES || bytes.length > size) return 'invalid';
  if (bytes.length < size) return null;
  try {
    return parse(new Reader(bytes.subarray(HEAD_BYTES)));
  } catch {
    return 'invalid';
  }
}

function parse(reader: Reader): Request | 'invalid' {
  const token = reader.text().toString('latin1');
  const kind = String.fromCharCode(reader.byte());
  if (kind === 'S' || kind === 'Q') return { kind: kind === 'S' ? 'status' : 'stop', token };
  if (kind !== 'R') return 'invalid';
  return {
    kind: 'run',
    token,
    umask: reader.number() & 0o777,
    launcher: decodePath(reader.text()),
    cwd: decodePath(reader.text()),
    args: reader.list().map(decodePath),
    environment: environmentOf(reader.list()),
  };
}

/** The variables as `process.env` has them: the first of a name counts, and bytes that are not UTF-8 are replaced. */
function environmentOf(list: readonly Buffer[]): NodeJS.ProcessEnv {
  const environment = Object.create(null) as NodeJS.ProcessEnv;
  for (const bytes of list) {
    const text = bytes.toString('utf8');
    const at = text.indexOf('=');
    if (at > 0) environment[text.slice(0, at)] ??= text.slice(at + 1);
  }
  return environment;
}

class Reader {
  #at = 0;
  constructor(private readonly bytes: Buffer) {}

  byte(): number {
    return this.bytes.readUInt8(this.#at++);
  }

  number(): number {
    this.#at += 4;
    return this.bytes.readUInt32BE(this.#at - 4);
  }

  text(): Buffer {
    const size = this.number();
    if (size > this.bytes.length - this.#at) throw new RangeError('the text is longer than the request');
    this.#at += size;
    return this.bytes.subarray(this.#at - size, this.#at);
  }

  list(): Buffer[] {
    const count = this.number();
    if (count > this.bytes.length / 4) throw new RangeError('the list is longer than the request');
    return Array.from({ length: count }, () => this.text());
  }
}

/** A request of `itk-wrap cache server`. */
export function simpleRequest(kind: 'status' | 'stop', token: string): Buffer {
  const rest = Buffer.concat([textOf(Buffer.from(token)), Buffer.from(kind === 'status' ? 'S' : 'Q')]);
  return Buffer.concat([MAGIC, numberOf(rest.length), rest]);
}

/** What a client does for a hit: it prints, and renames files in this order. */
export interface HitAnswer {
  stdout: Buffer;
  stderr: Buffer;
  moves: readonly { from: string; to: string }[];
}

/** The answer of a hit. */
export function hitAnswer({ stdout, stderr, moves }: HitAnswer): Buffer {
  const names = moves.flatMap(({ from, to }) => [from, to]);
  const rest = Buffer.concat([
    textOf(stdout),
    textOf(stderr),
    numberOf(names.length),
    ...names.map((name) => textOf(encodeText(name))),
  ]);
  return Buffer.concat([Buffer.from('H'), numberOf(rest.length), rest]);
}

/** The answer with a value as JSON. */
export function jsonAnswer(value: unknown): Buffer {
  return Buffer.concat([Buffer.from('J'), textOf(Buffer.from(JSON.stringify(value)))]);
}

/** Reads an answer with JSON. Undefined if it is not complete, or another answer. */
export function readJsonAnswer(bytes: Buffer): unknown {
  let at = 0;
  while (bytes[at] === SIGN_OF_LIFE[0]) at++;
  if (bytes[at] !== 'J'.charCodeAt(0) || bytes.length < at + 5) return undefined;
  const text = bytes.subarray(at + 5);
  return text.length === bytes.readUInt32BE(at + 1)
    ? (JSON.parse(text.toString('utf8')) as unknown)
    : undefined;
}

/** Tells a client that the server is alive. */
export const SIGN_OF_LIFE = Buffer.from('.');
export const NOT_SERVED = Buffer.from('N');
/** What a client sends once it has renamed the files. */
export const DONE = 'D'.charCodeAt(0);

function numberOf(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}

function textOf(bytes: Buffer): Buffer {
  return Buffer.concat([numberOf(bytes.length), bytes]);
}
