import { asciiJson } from '../inputs/path-bytes';
import { isKey } from '../storage/l1-entry';
import type { Observation, ObservationKind } from './observations';
import { sha256 } from '../codecs';

/**
 * The hits of one build, as a file in `<root>/_users/<uid>/` that is read as a whole. Numbers are little-endian, and the
 * file never leaves its machine.
 *
 *   magic, 16 bytes · SHA-256 of everything after it in hexadecimal, 64 bytes
 *   number of observations, number of ids, bytes of text: 3 × 4 bytes, and 4 unused bytes
 *   signatures: 4 doubles for each observation (size, mtimeMs, ctimeMs, inode; size -1: none)
 *   ids: 4 bytes each, those of one hit after those of another
 *   text: JSON of the rest
 *
 * A file that is incomplete, has another version, or has an unexpected shape counts as absent.
 */
const MAGIC = 'itk-wrap hits v1';
const HEAD_BYTES = 16 + 64 + 16;

/** A hit, and the numbers of the observations that prove it. */
export interface Remembered {
  /** Digests of the castxml binary and of the run's surroundings. */
  castxml: string;
  surroundings: string;
  l1: string;
  l2: string;
  root: string;
  /** The size of the XML in the store. */
  bytes: number;
  includeDirs: readonly string[];
  /** Whether the portable index made it a hit. */
  portable: boolean;
  /** Numbers of the observations. The first `deps` of them are the files that the preprocessor read. */
  ids: Uint32Array;
  deps: number;
  ok: number;
}

/** The content of a file of hits. */
export interface VerdictFile {
  roots: readonly string[];
  observations: readonly Observation[];
  remembered: Map<string, Remembered>;
}

interface Text {
  roots: string[];
  kinds: string;
  paths: string[];
  /** Each include directory once. */
  folders: string[];
  hits: [
    key: string,
    castxml: string,
    surroundings: string,
    l1: string,
    l2: string,
    root: number,
    bytes: number,
    deps: number,
    ids: number,
    ok: number,
    portable: number,
    includeDirs: number[],
  ][];
}

const KINDS: readonly ObservationKind[] = ['file', 'folder', 'no-folder', 'nothing', 'any-file', 'something'];

/** The bytes of a file with these hits and only the observations that they need. */
export function writeVerdicts(from: {
  roots: readonly string[];
  observation: (id: number) => Observation | undefined;
  remembered: ReadonlyMap<string, Remembered>;
}): Buffer {
  const observations = new Numbers<number>();
  const folders = new Numbers<string>();
  const hits: Text['hits'] = [];
  const ids: Uint32Array[] = [];
  for (const [key, hit] of from.remembered) {
    const root = from.roots.indexOf(hit.root);
    if (root < 0) continue;
    ids.push(hit.ids.map((id) => observations.of(id)));
    hits.push([
      ...[key, hit.castxml, hit.surroundings, hit.l1, hit.l2],
      ...[root, hit.bytes, hit.deps, hit.ids.length, observations.of(hit.ok), Number(hit.portable)],
      hit.includeDirs.map((dir) => folders.of(dir)),
    ] as Text['hits'][number]);
  }
  const seen = observations.all.map((id) => from.observation(id));
  const text: Text = {
    roots: [...from.roots],
    kinds: seen.map((one) => KINDS.indexOf(one?.kind ?? 'file')).join(''),
    paths: seen.map((one) => one?.path ?? ''),
    folders: folders.all,
    hits,
  };
  const signatures = new Float64Array(seen.length * 4);
  seen.forEach((one, i) => {
    const { size, mtimeMs, ctimeMs, ino } = one?.signature ?? { size: -1, mtimeMs: 0, ctimeMs: 0, ino: 0 };
    signatures.set([size, mtimeMs, ctimeMs, ino], i * 4);
  });
  const json = Buffer.from(asciiJson(text));
  const counts = Uint32Array.of(
    seen.length,
    ids.reduce((sum, of) => sum + of.length, 0),
    json.length,
    0,
  );
  const body = Buffer.concat([counts, signatures, ...ids].map(bytesOf).concat(json));
  return Buffer.concat([Buffer.from(MAGIC), Buffer.from(sha256(body)), body]);
}

/** The content of a file. Null if the bytes are not such a file, or damaged. */
export function readVerdicts(bytes: Buffer): VerdictFile | null {
  if (bytes.length < HEAD_BYTES || bytes.toString('latin1', 0, 16) !== MAGIC) return null;
  if (bytes.toString('latin1', 16, 80) !== sha256(bytes.subarray(80))) return null;
  const [observed, idCount, textBytes] = [80, 84, 88].map((at) => bytes.readUInt32LE(at)) as [
    number,
    number,
    number,
  ];
  const idsAt = HEAD_BYTES + observed * 32;
  const textAt = idsAt + idCount * 4;
  if (textAt + textBytes !== bytes.length) return null;
  const text = parseText(bytes.toString('utf8', textAt), observed);
  if (!text) return null;
  // Copies the bytes, because an array of numbers must be aligned.
  const signatures = new Float64Array(new Uint8Array(bytes.subarray(HEAD_BYTES, idsAt)).buffer);
  const ids = new Uint32Array(new Uint8Array(bytes.subarray(idsAt, textAt)).buffer);
  if (!ids.every((id) => id < observed)) return null;
  const observations = text.paths.map((path, i): Observation => {
    const [size = -1, mtimeMs = 0, ctimeMs = 0, ino = 0] = signatures.subarray(i * 4, i * 4 + 4);
    const kind = KINDS[Number(text.kinds[i])] ?? 'file';
    return { kind, path, signature: size < 0 ? null : { size, mtimeMs, ctimeMs, ino } };
  });
  const remembered = new Map<string, Remembered>();
  let at = 0;
  for (const hit of text.hits) {
    const [key, castxml, surroundings, l1, l2, root, size, deps, count, ok, portable, dirs] = hit;
    const own = ids.subarray(at, (at += count));
    if (own.length !== count || deps > count || ok >= observed) return null;
    remembered.set(key, {
      ...{ castxml, surroundings, l1, l2, deps, ok, ids: own, bytes: size },
      root: text.roots[root] ?? '',
      portable: portable === 1,
      includeDirs: dirs.map((dir) => text.folders[dir] ?? ''),
    });
  }
  return { roots: text.roots, observations, remembered };
}

function parseText(json: string, observed: number): Text | null {
  try {
    const text = JSON.parse(json) as Partial<Text> | null;
    if (!isTexts(text?.roots) || !isTexts(text.paths) || !isTexts(text.folders)) return null;
    if (typeof text.kinds !== 'string' || !/^[0-5]*$/.test(text.kinds) || !Array.isArray(text.hits))
      return null;
    if (text.kinds.length !== observed || text.paths.length !== observed) return null;
    return text.hits.every((hit) => isHit(hit, text as Text)) ? (text as Text) : null;
  } catch {
    return null;
  }
}

function isHit(hit: unknown, { roots, folders }: Text): boolean {
  if (!Array.isArray(hit) || hit.length !== 12) return false;
  const keys = hit.slice(0, 5) as unknown[];
  const numbers = hit.slice(5, 11) as unknown[];
  const dirs = hit[11] as unknown;
  return (
    keys.every((key) => typeof key === 'string' && isKey(key)) &&
    numbers.every(isCount) &&
    (numbers[0] as number) < roots.length &&
    Array.isArray(dirs) &&
    dirs.every((dir) => isCount(dir) && dir < folders.length)
  );
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const bytesOf = (array: Uint32Array | Float64Array): Buffer =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength);

/** Assigns numbers from 0 to values, in the order in which they are first seen. */
class Numbers<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<T, number>();

  of(value: T): number {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.all.push(value) - 1;
      this.#numbers.set(value, number);
    }
    return number;
  }
}
