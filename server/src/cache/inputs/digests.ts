import fs from 'node:fs';
import path from 'node:path';
import { encodePath } from './path-bytes';
import {
  isRacy,
  namesOrTell,
  readRegularFile,
  sameSignature,
  statOrNull,
  statOrTell,
  toSignature,
  type Signature,
} from './input-files';
import type { HashIndex } from './hash-index';
import { newHash, sha256 } from '../codecs';

/** The known content of a file. */
export interface FileState {
  /** SHA-256, or "" if it cannot be read. */
  digest: string;
  signature: Signature | null;
  /** The content mentions `__DATE__`, `__TIME__` or `__TIMESTAMP__`. */
  timeMacros: boolean;
  /** The content mentions `__has_include`. */
  probesFiles: boolean;
  /** Whether the signature proves the digest: the file had not changed too recently when it was read. */
  settled: boolean;
}

/** The system's information about a name. */
export interface Presence {
  signature: Signature;
  isFile: boolean;
}

/**
 * A point in time. Observations of the disk may be used if they were made at or after it. Runs that share a snapshot check
 * each header once. A run with its own snapshot sees the current disk.
 */
export interface Snapshot {
  readonly since: number;
}

/** A snapshot of the current disk. */
export function takeSnapshot(): Snapshot {
  return { since: performance.now() };
}

const TIME_MACROS = 1;
const PROBES_FILES = 2;
const UNREADABLE: FileState = {
  digest: '',
  signature: null,
  timeMacros: false,
  probesFiles: false,
  settled: false,
};

interface Seen {
  at: number;
  state: FileState;
}

/** The maximum time by which a file server's clock may be behind this machine's. */
const SERVER_SLACK_MS = 60_000;

interface DirectoryState {
  signature: Signature | null;
  trusted: boolean;
  /** Whether the signature proves the entries: they had not changed too recently when it was taken. */
  settled: boolean;
}

interface Listing {
  at: number;
  signature: Signature;
  /** Whether the directory had changed too recently for its timestamps to prove `names`. */
  racy: boolean;
  names: readonly string[];
}

/**
 * Digests of files and listings of directories. Each is checked once per snapshot, and hashed only if the index does not
 * have it.
 */
export class Digests {
  #files = new Map<string, Seen>();
  #presences = new Map<string, { at: number; presence: Presence | null }>();
  #found = new Map<string, { at: number; digest: string }>();
  #directories = new Map<string, DirectoryState & { at: number }>();
  #listings = new Map<string, Listing>();
  /** For each device: whether its files are on this machine. */
  #local = new Map<number, boolean>();
  #slack = new Map<string, number>();

  constructor(
    private readonly index: HashIndex,
    private readonly now: () => number,
  ) {}

  /**
   * The state of a file's content. `file` is absolute.
   * @throws CannotTell
   */
  file(file: string, snapshot: Snapshot): FileState {
    const seen = this.#files.get(file);
    if (seen && seen.at >= snapshot.since) return seen.state;
    const at = performance.now();
    const state = this.#look(file, snapshot, seen?.state);
    this.#files.set(file, { at, state });
    return state;
  }

  /**
   * A digest that `compute` makes of a file's content, kept in the index under `name` until the file changes. Empty if the
   * file cannot be read.
   * @throws CannotTell
   */
  derived(name: string, file: string, snapshot: Snapshot, compute: (bytes: Buffer) => string): string {
    const { signature, settled } = this.file(file, snapshot);
    if (!signature) return '';
    const record = settled ? this.index.get(name, signature) : null;
    if (record) return record.digest;
    const content = readRegularFile(file);
    if (!content) return '';
    const digest = compute(content.bytes);
    if (settled && sameSignature(content.signature, signature))
      this.index.set(name, { signature, digest, flags: 0 });
    return digest;
  }

  /** A digest that is computed by `find`, once per snapshot. */
  once(name: string, snapshot: Snapshot, find: () => string): string {
    const seen = this.#found.get(name);
    if (seen && seen.at >= snapshot.since) return seen.digest;
    const at = performance.now();
    const digest = find();
    this.#found.set(name, { at, digest });
    return digest;
  }

  /**
   * The file at a path, following links. Null if there is none.
   * @throws CannotTell
   */
  presence(file: string, snapshot: Snapshot): Presence | null {
    const seen = this.#presences.get(file);
    if (seen && seen.at >= snapshot.since) return seen.presence;
    const at = performance.now();
    const stats = statOrTell(file);
    const presence = stats ? { signature: toSignature(stats), isFile: stats.isFile() } : null;
    this.#presences.set(file, { at, presence });
    return presence;
  }

  #look(file: string, snapshot: Snapshot, before: FileState | undefined): FileState {
    const found = this.presence(file, snapshot);
    if (!found?.isFile) return UNREADABLE;
    const { signature } = found;
    // The index has the same record, but finding it takes longer.
    if (before?.settled && before.signature && sameSignature(before.signature, signature)) return before;
    const record = this.index.get(file, signature);
    if (record)
      return {
        digest: record.digest,
        signature,
        timeMacros: (record.flags & TIME_MACROS) !== 0,
        probesFiles: (record.flags & PROBES_FILES) !== 0,
        settled: true,
      };
    return this.#hash(file);
  }

  #hash(file: string): FileState {
    const nowMs = this.now();
    const content = readRegularFile(file);
    if (!content) return UNREADABLE;
    const { bytes, signature } = content;
    const state: FileState = {
      digest: sha256(bytes),
      signature,
      timeMacros: mentionsTimeMacro(bytes),
      probesFiles: bytes.includes(HAS_INCLUDE),
      settled: !isRacy(signature, nowMs, this.slackMs(path.dirname(file))),
    };
    if (state.settled)
      this.index.set(file, {
        signature,
        digest: state.digest,
        flags: (state.timeMacros ? TIME_MACROS : 0) | (state.probesFiles ? PROBES_FILES : 0),
      });
    return state;
  }

  /**
   * The names in a directory, unsorted. Empty if it does not exist or we have no permission to list it.
   * @throws CannotTell
   */
  list(directory: string, snapshot: Snapshot): readonly string[] {
    const { signature, trusted } = this.directorySignature(directory, snapshot);
    if (!signature) return [];
    const seen = this.#listings.get(directory);
    if (
      seen &&
      (seen.at >= snapshot.since || (trusted && !seen.racy && sameSignature(seen.signature, signature)))
    )
      return seen.names;
    const at = performance.now();
    const racy = isRacy(signature, this.now());
    const names = namesOrTell(directory);
    this.#listings.set(directory, { at, signature, racy, names });
    return names;
  }

  /**
   * The signature of a directory (null if there is none), whether its file system is known to update a directory's
   * timestamps, and whether these prove its entries.
   * @throws CannotTell
   */
  directorySignature(directory: string, snapshot: Snapshot): DirectoryState {
    const seen = this.#directories.get(directory);
    if (seen && seen.at >= snapshot.since) return seen;
    const at = performance.now();
    const nowMs = this.now();
    const stats = statOrTell(directory);
    let state: DirectoryState & { at: number } = { at, signature: null, trusted: true, settled: true };
    if (stats?.isDirectory()) {
      const trusted = keepsDirectoryTimes(this.#isLocal(directory, stats.dev));
      const signature = toSignature(stats);
      state = { at, signature, trusted, settled: trusted && !isRacy(signature, nowMs) };
    }
    this.#directories.set(directory, state);
    return state;
  }

  /**
   * The maximum time in milliseconds by which the clock that stamps a directory's files may be behind this machine's. It is
   * 0 on local disks.
   */
  slackMs(directory: string): number {
    let slack = this.#slack.get(directory);
    if (slack === undefined) {
      const stats = process.platform === 'linux' ? statOrNull(directory) : null;
      slack = !stats || this.#isLocal(directory, stats.dev) ? 0 : SERVER_SLACK_MS;
      this.#slack.set(directory, slack);
    }
    return slack;
  }

  #isLocal(directory: string, device: number): boolean {
    let local = this.#local.get(device);
    if (local === undefined) this.#local.set(device, (local = isLocal(directory)));
    return local;
  }

  /**
   * A fingerprint of the entries of directories. It is kept in the index under `name` until the timestamps of a directory
   * change.
   */
  fingerprint(
    name: string,
    directories: readonly string[],
    snapshot: Snapshot,
    compute: () => string,
  ): string {
    const states = directories.map((directory) => this.directorySignature(directory, snapshot));
    if (!states.every(({ settled }) => settled)) return compute();
    const signature = combined(name, states);
    const record = this.index.get(name, signature);
    if (record) return record.digest;
    const digest = compute();
    this.index.set(name, { signature, digest, flags: 0 }, false);
    return digest;
  }

  /** Keeps a fingerprint of these directories for later queries in this snapshot. */
  noteFingerprint(name: string, directories: readonly string[], snapshot: Snapshot, digest: string): void {
    this.fingerprint(name, directories, snapshot, () => digest);
  }
}

/** One signature for many directories and the query about them: four numbers of a digest over all of it. */
function combined(name: string, states: readonly DirectoryState[]): Signature {
  const numbers = new Float64Array(states.length * 4);
  states.forEach(({ signature }, i) => {
    if (signature) numbers.set([signature.size, signature.mtimeMs, signature.ctimeMs, signature.ino], i * 4);
  });
  const digest = newHash().update(`${name}\0`).update(new Uint8Array(numbers.buffer)).digest('hex');
  const part = (i: number): number => parseInt(digest.slice(i * 12, i * 12 + 12), 16);
  return { size: part(0), mtimeMs: part(1), ctimeMs: part(2), ino: part(3) };
}

// Buffers, because searching for bytes is faster than searching for text.
const HAS_INCLUDE = Buffer.from('__has_include');
const DATE = Buffer.from('__DATE__');
const TIMES = [Buffer.from('__TIME__'), Buffer.from('__TIMESTAMP__')];
/** The common prefix of both, which rarely occurs. */
const TIME = Buffer.from('__TIME');

function mentionsTimeMacro(bytes: Buffer): boolean {
  return bytes.includes(DATE) || (bytes.includes(TIME) && TIMES.some((name) => bytes.includes(name)));
}

/** statfs(2) magic numbers of local file systems that update a directory's times together with its entries. */
const LOCAL_FILE_SYSTEMS = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // xfs
  0x9123683e, // btrfs
  0x01021994, // tmpfs
  0x2fc12fc1, // zfs
  0xf2f52010, // f2fs
  0x794c7630, // overlay
]);

/** Whether the system is known to update a directory's times together with its entries. */
function keepsDirectoryTimes(local: boolean): boolean {
  return process.platform === 'linux' ? local : process.platform === 'darwin';
}

function isLocal(directory: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return LOCAL_FILE_SYSTEMS.has(fs.statfsSync(encodePath(directory)).type);
  } catch {
    return false;
  }
}
