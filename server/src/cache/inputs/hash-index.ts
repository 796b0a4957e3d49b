import { sameSignature, type Signature } from './input-files';
import { sha256 } from '../codecs';
import { ownFile } from '../storage/store-names';
import type { StoreRoot } from '../storage/store-root';

/**
 * Digests by path and signature, on disk, shared by all processes of one machine.
 *
 * The file is an open-addressing hash table of fixed records. It is read as a whole and needs no parsing. A writer merges
 * its additions into the newest file, and replaces it by one rename. If two processes write at the same moment, one may lose
 * its additions and has to hash those files again. So there are no locks, and no reader ever sees a partial file. The header
 * has a digest of all records, because a power cut may leave blocks of zeros.
 *
 * Layout (8-byte words in the machine's own byte order, because the file never leaves the machine):
 *   header  1 record: magic (as a number), number of slots, …; words 6…13: SHA-256 of the slots in hexadecimal
 *   slot    0: hash of the key (two 32-bit halves)   1 size  2 mtimeMs  3 ctimeMs  4 inode   5: flags
 *           6…13: the digest in hexadecimal, 64 bytes
 */
export interface IndexRecord {
  signature: Signature;
  digest: string;
  /** Bits that the reader defines. */
  flags: number;
}

const WORDS = 14;
const BYTES = WORDS * 8;
const MAGIC = 0x49544b57_03;
const SEAL_AT = BYTES - 64;
const MIN_SLOTS = 2048;
const MAX_SLOTS = 1 << 17;

/** Reads and extends the index of one machine. */
export class HashIndex {
  #table: Table | null | undefined;
  #learned = new Map<string, IndexRecord>();
  #urgent = false;
  #roots: readonly StoreRoot[] = [];

  /**
   * `machine` is a name for this machine. Its inodes and its clock mean nothing on another one. Until `openAt` sets the
   * roots, the index is kept in memory.
   */
  constructor(private readonly machine: string) {}

  /** Sets the roots that may have the file. The newest file is read, and the first root that accepts them gets additions. */
  openAt(roots: readonly StoreRoot[]): void {
    this.#roots = roots;
    this.#table = undefined;
  }

  get #name(): string {
    return ownFile(`index-${this.machine}.v1`);
  }

  /** The record of a key, if it has exactly this signature. */
  get(key: string, signature: Signature): IndexRecord | null {
    const learned = this.#learned.get(key);
    if (learned) return sameSignature(learned.signature, signature) ? learned : null;
    if (this.#table === undefined) this.#table = newestTable(this.#roots, this.#name);
    return this.#table?.get(key, signature) ?? null;
  }

  /** Adds a record. `urgent`: the file is worth writing for it. Otherwise the record waits until another one is urgent. */
  set(key: string, record: IndexRecord, urgent = true): void {
    this.#learned.set(key, record);
    this.#urgent ||= urgent;
  }

  /**
   * Merges all additions into the file. With `all` false, this happens only if one of them is urgent. If the disk cannot be
   * written, the only cost is hashing again.
   */
  flush(all = true): void {
    if (this.#learned.size === 0 || (!all && !this.#urgent)) return;
    for (const root of this.#roots)
      try {
        const table = Table.sized(newestTable(this.#roots, this.#name), this.#learned.size);
        for (const [key, record] of this.#learned) table.set(key, record);
        root.writeOwn(this.#name, table.sealed());
        this.#table = table;
        this.#learned.clear();
        this.#urgent = false;
        return;
      } catch {
        // Try the next root. If no root accepts the additions, they stay in memory, and the next flush tries again.
      }
  }
}

function newestTable(roots: readonly StoreRoot[], name: string): Table | null {
  const dated = roots.map((root) => ({ root, at: root.timeOf(name) ?? -1 })).sort((a, b) => b.at - a.at);
  const newest = dated[0];
  const content = newest && newest.at >= 0 ? newest.root.readOwn(name, (MAX_SLOTS + 1) * BYTES) : null;
  return content ? Table.from(content.bytes) : null;
}

class Table {
  readonly #doubles: Float64Array;
  readonly #words: Uint32Array;
  readonly #slots: number;

  private constructor(
    readonly bytes: Buffer,
    slots: number,
  ) {
    this.#doubles = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
    this.#words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    this.#slots = slots;
  }

  static from(bytes: Buffer): Table | null {
    const slots = bytes.length / BYTES - 1;
    if (slots < MIN_SLOTS || (slots & (slots - 1)) !== 0) return null;
    const aligned = bytes.byteOffset % 8 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
    const table = new Table(aligned, slots);
    const seal = aligned.toString('latin1', SEAL_AT, BYTES);
    const whole = table.#doubles[0] === MAGIC && table.#doubles[1] === slots && seal === table.#seal();
    return whole ? table : null;
  }

  #seal(): string {
    return sha256(this.bytes.subarray(BYTES));
  }

  /** The bytes, with the digest of the slots in the header. */
  sealed(): Buffer {
    this.bytes.write(this.#seal(), SEAL_AT, 64, 'latin1');
    return this.bytes;
  }

  static empty(slots: number): Table {
    const table = new Table(Buffer.from(new ArrayBuffer((slots + 1) * BYTES)), slots);
    table.#doubles[0] = MAGIC;
    table.#doubles[1] = slots;
    return table;
  }

  /** A copy of `old` with room for more records. Empty if `old` has become too large. */
  static sized(old: Table | null, more: number): Table {
    const used = old ? old.#used() : 0;
    let slots = MIN_SLOTS;
    while (slots < 2 * (used + more)) slots *= 2;
    if (old && slots <= old.#slots)
      return new Table(Buffer.from(new Uint8Array(old.bytes).buffer), old.#slots);
    if (slots > MAX_SLOTS) return Table.empty(MAX_SLOTS);
    const grown = Table.empty(slots);
    if (old) grown.#copyFrom(old);
    return grown;
  }

  get(key: string, signature: Signature): IndexRecord | null {
    const [low, high] = hashKey(key, signature);
    const at = this.#find(low, high);
    if (at < 0 || this.#isEmpty(at)) return null;
    const words = this.#doubles;
    if (words[at + 1] !== signature.size || words[at + 2] !== signature.mtimeMs) return null;
    if (words[at + 3] !== signature.ctimeMs || words[at + 4] !== signature.ino) return null;
    const flags = words[at + 5] ?? 0;
    return { signature, flags, digest: this.bytes.toString('latin1', at * 8 + 48, at * 8 + BYTES) };
  }

  set(key: string, record: IndexRecord): void {
    const [low, high] = hashKey(key, record.signature);
    const at = this.#find(low, high);
    if (at < 0 || record.digest.length !== 64) return;
    this.#words[2 * at] = low;
    this.#words[2 * at + 1] = high;
    const { size, mtimeMs, ctimeMs, ino } = record.signature;
    this.#doubles.set([size, mtimeMs, ctimeMs, ino, record.flags], at + 1);
    this.bytes.write(record.digest, at * 8 + 48, 64, 'latin1');
  }

  /** The word at which the slot of a hash begins, or else an empty slot for it. -1 if the table is full. */
  #find(low: number, high: number): number {
    for (let probe = 0; probe < this.#slots; probe++) {
      const at = (((low + probe) & (this.#slots - 1)) + 1) * WORDS;
      if (this.#isEmpty(at) || (this.#words[2 * at] === low && this.#words[2 * at + 1] === high)) return at;
    }
    return -1;
  }

  #isEmpty(at: number): boolean {
    return this.#words[2 * at] === 0 && this.#words[2 * at + 1] === 0;
  }

  #used(): number {
    let used = 0;
    for (let slot = 1; slot <= this.#slots; slot++) if (!this.#isEmpty(slot * WORDS)) used++;
    return used;
  }

  #copyFrom(old: Table): void {
    for (let slot = 1; slot <= old.#slots; slot++) {
      const from = slot * WORDS;
      if (old.#isEmpty(from)) continue;
      const at = this.#find(old.#words[2 * from] ?? 0, old.#words[2 * from + 1] ?? 0);
      if (at >= 0) this.#doubles.set(old.#doubles.subarray(from, from + WORDS), at);
    }
  }
}

const HASHED_UNITS = 4;

/**
 * Two 32-bit hashes of a key, never both 0. They use only its length, its end and the inode, because hashing hundreds of
 * whole paths would take longer than the stat calls for them. Keys that collide replace each other, which only costs hashing
 * again. They cannot be confused, because the whole signature is compared.
 */
function hashKey(key: string, signature: Signature): [number, number] {
  let low = 0xdeadbeef ^ key.length;
  let high = 0x41c6ce57 ^ signature.ino;
  for (let i = Math.max(0, key.length - HASHED_UNITS); i < key.length; i++) {
    const unit = key.charCodeAt(i);
    low = Math.imul(low ^ unit, 2654435761);
    high = Math.imul(high ^ unit, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return [low >>> 0 || 1, high >>> 0];
}
