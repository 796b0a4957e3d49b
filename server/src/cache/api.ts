import type { StoreFormat } from './storage/store-names';
import type { ProcessRunner } from '../host/process';
import type { MissReason, NotStored, RunOutcome } from '../shared/reasons';
import type { Snapshot } from './inputs/digests';
import type { LivenessOptions } from './storage/live-roots';
import type { RemoteOptions } from './storage/remote/remote';
import type { StoreRoot } from './storage/store-root';

/**
 * The words of the cache in plain data. The store's format is in docs/cache.md.
 * A *key* is 64 lower-case hex digits of a SHA-256.
 */

/** How keys are made; a build's own cache script decides it, else it is `manifest`. */
export type Scheme = 'manifest' | 'plain';

/** Where a source and a build tree lie, absolute. */
export interface Trees {
  source: string;
  build: string;
}

/** One run of CastXML as a build would start it. Relative paths in `args` are relative to `cwd`. */
export interface Invocation {
  /** The CastXML binary, as given: a path, or a name that PATH resolves. */
  castxml: string;
  /** Everything that is passed to CastXML, in order. */
  args: readonly string[];
  cwd: string;
  /** For the portable index; where it is not given, the CMakeCache.txt above the output names them. */
  trees?: Trees;
  /**
   * Contents by absolute path that count in place of what the disk has: to ask what a run would be whose source or
   * response file is not written yet. Only for asking: a run reads the disk.
   */
  contents?: ReadonlyMap<string, Buffer>;
}

/**
 * Whether a run would hit, found without starting a process.
 * - `hit`: a verified L1 entry (of the contract or the portable index) whose XML is in a root
 * - `hit-l2`: no L1 entry holds, but every input is as the entry records it, so `castxml -E` would hit
 * - `miss`: castxml would run (or, where a comment alone changed, `castxml -E` may yet hit: only running it tells)
 * - `unverified`: an entry of the `plain` scheme, which says nothing of headers
 */
export interface Verdict {
  state: 'hit' | 'hit-l2' | 'miss' | 'unverified';
  /** Set where `state` is `miss` or `hit-l2`: why L1 did not hold. */
  reason?: MissReason;
  l1: string;
  /** Known only where an L1 entry names it. */
  l2?: string;
  /** The store root that holds the XML. */
  root?: string;
  /** The files that the preprocessor read, sorted, where a manifest lists them. Paths as the manifest has them. */
  deps?: readonly string[];
  /** The include directories of the response file, absolute. */
  includeDirs?: readonly string[];
  /** The entry in the store, where there is one. `usedMs` is its last use, milliseconds since 1970. */
  entry?: { bytes: number; usedMs: number };
  /** True where the portable index, not the contract's L1, makes it a hit. */
  portable?: boolean;
}

/** One input of a run, compared with what the entry recorded: the answer to "why". */
export interface InputComparison {
  /** What sort of input it is. */
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
  /** Digests, where there are two to compare. */
  recorded?: string;
  now?: string;
}

/** A verdict, and every input behind it. */
export interface Explanation {
  verdict: Verdict;
  inputs: readonly InputComparison[];
}

export interface InspectOptions {
  /** Inspections that share one look at each header once; without it each sees the disk as it is then. */
  snapshot?: Snapshot;
  /** Aborting it rejects with an `AbortError`. */
  signal?: AbortSignal;
}

export interface RunOptions {
  /** A HIT or MISS line on stderr, as the contract words it. */
  verbose?: boolean;
  /** What becomes of castxml's own output: handed on, or collected in the result. Default: `pipe`. */
  output?: 'inherit' | 'pipe';
  /** Called with each piece of castxml's output as it comes, where `output` is `pipe`. */
  onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
  /** No caching for this run. */
  bypass?: boolean;
  /**
   * Runs that share one look at each header once for their look-ups, and date the XML of a hit by that look: not to be
   * held for longer than a second or so.
   */
  snapshot?: Snapshot;
  /** Aborting it ends castxml and rejects with an `AbortError`; nothing half done is left. */
  signal?: AbortSignal;
}

export interface RunResult {
  outcome: RunOutcome;
  /** castxml's; 128 + the signal's number where a signal ended it; 127 where it could not be started. */
  exitCode: number;
  /** castxml's own, empty where `output` was `inherit` or castxml did not run. */
  stdout: Buffer;
  stderr: Buffer;
  l1?: string;
  l2?: string;
  /** The root that the XML came from or was stored in; unset where no root took it. */
  root?: string;
  /** What the remote did for the run, where there is one: gave the XML, or failed. */
  remote?: 'hit' | 'failed';
  /** Why the L1 entry did not hold; set for `hit-l2` and `miss`. */
  reason?: MissReason;
  /** Why nothing was stored of a miss; unset if something was. */
  notStored?: NotStored;
  /** What the restored run once took, less what restoring took; 0 where unknown. */
  secondsSaved: number;
  /** How long castxml itself ran, where it did. */
  castxmlSeconds?: number;
}

/** A cache over one list of store roots. All methods may be called at the same time. */
export interface Cache {
  readonly roots: readonly string[];
  readonly scheme: Scheme;
  /** The roots that answer: nothing else gives access to a store. */
  liveRoots(): Promise<readonly StoreRoot[]>;
  /** The roots that answered when they were last asked; none before that. */
  rootsNow(): readonly StoreRoot[];
  /** The disk as it is from now on, for `inspect` and `run`. */
  snapshot(): Snapshot;
  /** Whether a run would hit and if not why: starts no process (unless `liveness` has one), writes nothing. */
  inspect(invocation: Invocation, options?: InspectOptions): Promise<Verdict>;
  /** As `inspect`, with every input compared one by one. */
  explain(invocation: Invocation, options?: InspectOptions): Promise<Explanation>;
  /** Runs CastXML, from the cache where possible. Rejects only with an `AbortError`. */
  run(invocation: Invocation, options?: RunOptions): Promise<RunResult>;
  /** The digest of a CastXML binary as the keys use it; `missing` or `unreadable` where it cannot be had. */
  castxmlHash(castxml: string, cwd: string): string;
  /** Gets ready, in slices, what `flush` then writes of hits: else that takes the time by itself. */
  settle(): Promise<void>;
  /** Writes what was learned (header hashes) to the first writable root. `run` does it by itself at most once a second. */
  flush(): void;
}

/** What a cache needs to know. `cacheOptionsFromEnvironment` makes it of the environment. */
export interface CacheOptions {
  /** Store roots, absolute, the first that can be written takes new entries. */
  roots: readonly string[];
  format: StoreFormat;
  /** Permission bits that what is stored does not get, as umask(2) has them. Default: those of the process. */
  umask?: number | null;
  /** The cap on the store's size in bytes. */
  maxBytes: number;
  /** Default: `manifest`. */
  scheme?: Scheme;
  runProcess?: ProcessRunner;
  /** Milliseconds since 1970. Default: `Date.now`. */
  now?: () => number;
  /** The environment that castxml runs in. Default: `process.env`. */
  environment?: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
  /** How to find out whether a root on a network answers. Default: by the mount table and a process sent ahead. */
  liveness?: Omit<LivenessOptions, 'warn'>;
  /** A server behind the roots. Default: none. */
  remote?: RemoteOptions;
  /** Brings a root under its cap while nobody waits. Default: this process does it by itself a moment later. */
  evictInBackground?: (root: string) => void;
  /** Told of trouble that costs only a miss: once for each root. Default: nothing. */
  warn?: (message: string) => void;
}
