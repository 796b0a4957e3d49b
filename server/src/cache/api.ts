import type { StoreFormat } from './storage/store-names';
import type { ProcessRunner } from '../host/process';
import type { MissReason, NotStored, RunOutcome } from '../shared/reasons';
import type { StagedDepfile, WantedDepfile } from './inputs/depfile';
import type { Snapshot } from './inputs/digests';
import type { LivenessOptions } from './storage/live-roots';
import type { RemoteOptions } from './storage/remote/remote';
import type { StoreRoot } from './storage/store-root';

/**
 * The words of the cache, as plain data. docs/cache.md describes the store's format. The *contract* is the part of that
 * format that all implementations of the store share. A *key* is a SHA-256 in 64 lower-case hex digits.
 */

/** How keys are made. A build's own cache script may choose the scheme. Otherwise it is `manifest`. */
export type Scheme = 'manifest' | 'plain';

/** The absolute paths of a source tree and a build tree. */
export interface Trees {
  source: string;
  build: string;
}

/** One run of CastXML as a build would start it. Relative paths in `args` are relative to `cwd`. */
export interface Invocation {
  /** The CastXML binary as given: a path, or a name to look up in PATH. */
  castxml: string;
  /** All arguments of CastXML, in order. */
  args: readonly string[];
  cwd: string;
  /** The trees for portable entries. By default they are read from the CMakeCache.txt above the output. */
  trees?: Trees;
  /**
   * Contents by absolute path that replace those on disk, to inspect a run whose source or response file is not written yet.
   * Only for `inspect`: a run reads the disk.
   */
  contents?: ReadonlyMap<string, Buffer>;
}

/**
 * Whether a run would hit, determined without starting a process.
 * - `hit`: there is a verified L1 or portable entry, and its XML is in a root
 * - `hit-l2`: no L1 entry is valid, but every input matches the record, so `castxml -E` would hit
 * - `miss`: castxml would run (if only a comment changed, `castxml -E` may still hit, but only running it can tell)
 * - `unverified`: an entry of the `plain` scheme, which does not record headers
 */
export interface Verdict {
  state: 'hit' | 'hit-l2' | 'miss' | 'unverified';
  /** Set if `state` is `miss` or `hit-l2`: why L1 missed. */
  reason?: MissReason;
  l1: string;
  /** Known only if an L1 entry names it. */
  l2?: string;
  /** The store root that has the XML. */
  root?: string;
  /** The files that the preprocessor read, sorted, if a manifest lists them. Paths are those of the manifest. */
  deps?: readonly string[];
  /** The include directories of the response file, absolute. */
  includeDirs?: readonly string[];
  /** The entry in the store, if there is one. `usedMs` is its last use in milliseconds since 1970. */
  entry?: { bytes: number; usedMs: number };
  /** True if a portable entry, and not an L1 entry, makes it a hit. */
  portable?: boolean;
}

/** One input of a run, compared with the entry's record: the answer to "why". */
export interface InputComparison {
  /** The kind of input. */
  kind:
    | 'castxml'
    | 'compiler'
    | 'response-file'
    | 'source'
    | 'arguments'
    | 'header'
    | 'include-directories'
    | 'environment';
  subject: string;
  state: 'same' | 'changed' | 'removed' | 'added' | 'unknown';
  /** Digests, if there are two to compare. */
  recorded?: string;
  now?: string;
}

/** A verdict, and every input that led to it. */
export interface Explanation {
  verdict: Verdict;
  inputs: readonly InputComparison[];
}

/** The options of `inspect` and `explain`. */
export interface InspectOptions {
  /** Inspections that share a snapshot check each header once. Without it, each inspection sees the current disk. */
  snapshot?: Snapshot;
  /** Aborting it rejects with an `AbortError`. */
  signal?: AbortSignal;
}

/** The options of `run`. */
export interface RunOptions {
  /** Prints a HIT or MISS line on stderr, in the format of the contract. */
  verbose?: boolean;
  /** Whether castxml's own output is passed on or collected in the result. Default: `pipe`. */
  output?: 'inherit' | 'pipe';
  /** Called with each piece of castxml's output as it arrives, if `output` is `pipe`. */
  onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
  /** Runs castxml without the cache. */
  bypass?: boolean;
  /**
   * A depfile to write if the run succeeds. Builds that ask for one look at the time of the XML afterwards (ninja's `restat`), so
   * an XML that is already right stays as it is.
   */
  depfile?: WantedDepfile | undefined;
  /**
   * Runs that share a snapshot check each header once, and give the XML of a hit the time of that check. Do not keep one for
   * longer than about a second.
   */
  snapshot?: Snapshot;
  /** Aborting it ends castxml and rejects with an `AbortError`. No partial files are left. */
  signal?: AbortSignal;
}

/** The result of a run. */
export interface RunResult {
  outcome: RunOutcome;
  /**
   * castxml's exit code. It is 128 + the signal's number if a signal ended castxml, and 127 if castxml could not be started.
   */
  exitCode: number;
  /** castxml's own output. Empty if `output` was `inherit` or castxml did not run. */
  stdout: Buffer;
  stderr: Buffer;
  l1?: string;
  l2?: string;
  /** The root that the XML came from or was stored in. Unset if no root accepted it. */
  root?: string;
  /** If there is a remote: whether it provided the XML, or failed. */
  remote?: 'hit' | 'failed';
  /** Why L1 missed. Set for `hit-l2` and `miss`. */
  reason?: MissReason;
  /** Why a miss was not stored. Unset if it was stored. */
  notStored?: NotStored;
  /** Seconds that castxml once took for the restored run, minus the seconds for restoring. 0 if unknown. */
  secondsSaved: number;
  /** Seconds that castxml ran, if it did. */
  castxmlSeconds?: number;
}

/** A hit whose files are complete, under temporary names. Call either `count` or `discard`. */
export interface StagedHit {
  outcome: RunOutcome;
  /** Null if the XML is already right. */
  staged: string | null;
  output: string;
  /** The depfile, if the run asked for one. It is renamed before the XML. */
  depfile: StagedDepfile | null;
  /** What a verbose run prints on stderr. */
  line: string;
  /** Counts the hit, once the files have been renamed. */
  count: () => void;
  /** Removes the files, if they have not been renamed. */
  discard: () => void;
}

/** A cache over one list of store roots. All methods may be called at the same time. */
export interface Cache {
  readonly roots: readonly string[];
  readonly scheme: Scheme;
  /** The roots that answer. There is no other way to access a store. */
  liveRoots(): Promise<readonly StoreRoot[]>;
  /** The roots that answered the last probe. None before the first probe. */
  rootsNow(): readonly StoreRoot[];
  /** A snapshot of the disk from now on, for `inspect` and `run`. */
  snapshot(): Snapshot;
  /** Whether a run would hit, and if not, why. Starts no process (unless `liveness` does) and writes nothing. */
  inspect(invocation: Invocation, options?: InspectOptions): Promise<Verdict>;
  /** Like `inspect`, with a comparison of every input. */
  explain(invocation: Invocation, options?: InspectOptions): Promise<Explanation>;
  /** Runs CastXML, from the cache if possible. Rejects only with an `AbortError`. */
  run(invocation: Invocation, options?: RunOptions): Promise<RunResult>;
  /**
   * Like `run`, but only for a hit that needs no process and no network, and without its last step: renaming the files, which
   * is for the caller. Null for any other run, and then nothing is left. Runs that were
   * all asked for before a snapshot was taken may share it.
   */
  stageHit(
    invocation: Invocation,
    options?: Pick<RunOptions, 'snapshot' | 'depfile'>,
  ): Promise<StagedHit | null>;
  /** SHA-256 of a file as it is now. It is hashed only if it has changed since the last time. Empty if it cannot be read. */
  digest(file: string): string;
  /** The digest of a CastXML binary as used in keys, or `missing` or `unreadable`. */
  castxmlHash(castxml: string, cwd: string): string;
  /** Prepares, in slices, what `flush` writes about hits. Otherwise `flush` does this work itself. */
  settle(): Promise<void>;
  /** Writes new header digests to the first writable root. `run` does this itself at most once a second. */
  flush(): void;
}

/** The options of a cache. `cacheOptionsFromEnvironment` reads them from the environment. */
export interface CacheOptions {
  /** The store roots, as absolute paths. The first writable root gets new entries. */
  roots: readonly string[];
  format: StoreFormat;
  /** Permission bits to remove from stored files, as in umask(2). Default: those of the process. */
  umask?: number | null;
  /** The maximum size of the store in bytes. */
  maxBytes: number;
  /** Default: `manifest`. */
  scheme?: Scheme;
  runProcess?: ProcessRunner;
  /** Milliseconds since 1970. Default: `Date.now`. */
  now?: () => number;
  /** The environment of castxml. Default: `process.env`. */
  environment?: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
  /** How to find out whether a root on a network answers. Default: from the mount table, and by a process that tries it. */
  liveness?: Omit<LivenessOptions, 'warn'>;
  /** A server behind the roots. Default: none. */
  remote?: RemoteOptions;
  /** Evicts from a root in the background. Default: this process does it itself a moment later. */
  evictInBackground?: (root: string) => void;
  /** Called for problems that only cost a miss, once for each root. Default: nothing. */
  warn?: (message: string) => void;
}
