import { parseL1Entry, type L1Entry } from '../storage/l1-entry';

type Dependency = L1Entry['deps'][number];

interface Known {
  dependency: Dependency;
  /** Its bytes in a manifest. */
  bytes: Buffer;
  /** The dependency that followed it in the last manifest. */
  next: Known | null;
}

/** More dependencies than all headers of many builds. Beyond this, the pool is emptied. */
const MAX_KNOWN = 1 << 17;
const HEAD = /^\{"l2_key":"([0-9a-f]{64})","deps":\[/;
const HEAD_BYTES = '{"l2_key":"","deps":['.length + 64;
const TAIL = /^\],"incfp":"([^"\\]*)"\}$/;
const MAX_TAIL_BYTES = 256;
const COMMA = 0x2c;
const CLOSING_BRACKET = 0x5d;

/**
 * Reads manifests that are mostly equal: hundreds of types name the same few thousand headers in the same order. Each
 * dependency is parsed once. In the next manifest, its bytes are compared with those of the last manifest at this place.
 * Equal dependencies share one object, so hundreds of manifests need little memory.
 */
export class ManifestPool {
  readonly #known = new Map<string, Known>();
  #first: Known | null = null;

  /** The same as `parseL1Entry`. Null if it is not a manifest. */
  read(bytes: Buffer): L1Entry | null {
    if (this.#known.size > MAX_KNOWN) {
      this.#known.clear();
      this.#first = null;
    }
    return this.#readCompact(bytes) ?? this.#readAny(bytes);
  }

  /** Reads the form that this implementation writes. Null for any other form. */
  #readCompact(bytes: Buffer): L1Entry | null {
    const head = HEAD.exec(bytes.toString('latin1', 0, HEAD_BYTES));
    if (!head) return null;
    const deps: Dependency[] = [];
    let at = head[0].length;
    let last: Known | null = null;
    while (bytes[at] !== CLOSING_BRACKET) {
      if (last && bytes[at++] !== COMMA) return null;
      const expected: Known | null = last ? last.next : this.#first;
      const known: Known | null =
        expected && standsAt(bytes, at, expected.bytes) ? expected : this.#parse(bytes, at);
      if (!known) return null;
      if (last) last.next = known;
      else this.#first = known;
      last = known;
      deps.push(known.dependency);
      at += known.bytes.length;
    }
    const tail = TAIL.exec(bytes.toString('utf8', at, at + MAX_TAIL_BYTES));
    return tail && at + MAX_TAIL_BYTES >= bytes.length
      ? { l2Key: head[1] ?? '', deps, incfp: tail[1] ?? '' }
      : null;
  }

  /** Reads the `["path","digest"]` at an offset. */
  #parse(bytes: Buffer, at: number): Known | null {
    const end = bytes.indexOf('"]', at) + 2;
    if (end < 2) return null;
    const key = bytes.toString('latin1', at, end);
    const known = this.#known.get(key);
    if (known) return known;
    const dependency = parseDependency(bytes.toString('utf8', at, end));
    if (!dependency) return null;
    const added: Known = { dependency, bytes: Buffer.from(bytes.subarray(at, end)), next: null };
    this.#known.set(key, added);
    return added;
  }

  #readAny(bytes: Buffer): L1Entry | null {
    const entry = parseL1Entry(bytes.toString('utf8'));
    return entry && { ...entry, deps: entry.deps.map((dependency) => this.#own(dependency)) };
  }

  #own([path, digest]: Dependency): Dependency {
    const bytes = Buffer.from(JSON.stringify([path, digest]));
    const key = bytes.toString('latin1');
    let known = this.#known.get(key);
    if (!known) this.#known.set(key, (known = { dependency: [path, digest], bytes, next: null }));
    return known.dependency;
  }
}

function standsAt(bytes: Buffer, at: number, wanted: Buffer): boolean {
  const end = at + wanted.length;
  return end <= bytes.length && bytes.compare(wanted, 0, wanted.length, at, end) === 0;
}

/** Accepts only `["path","digest"]` without blanks, so that equal bytes have the same meaning everywhere. */
function parseDependency(text: string): Dependency | null {
  if (!text.startsWith('["')) return null;
  try {
    const value = JSON.parse(text) as unknown[];
    const [path, digest] = value;
    if (value.length !== 2 || typeof path !== 'string' || typeof digest !== 'string') return null;
    return [path, digest];
  } catch {
    return null;
  }
}
