/**
 * The words of the cache in plain data. The store's format is in docs/cache.md.
 * A *key* is 64 lower-case hex digits of a SHA-256.
 */

/** How keys are made; a build's own cache script decides it, else it is `manifest`. */
export type Scheme = 'manifest' | 'plain';

/** How an XML lies in the store. */
export type StoreFormat = 'gzip' | 'uncompressed';

/** One run of CastXML as a build would start it. Relative paths in `args` are relative to `cwd`. */
export interface Invocation {
  /** The CastXML binary, as given. */
  castxml: string;
  /** Everything that is passed to CastXML, in order. */
  args: readonly string[];
  cwd: string;
  /** Where the source and build trees lie, for the portable index; unknown: that index is not used. */
  trees?: { source: string; build: string };
}

/**
 * Why a run would miss, the first cause found.
 * `subject` is the file, directory or binary it is about.
 */
export type MissReason =
  | { kind: 'never-cached' }
  | { kind: 'source-changed'; subject: string }
  | { kind: 'flags-changed'; subject: string }
  | { kind: 'castxml-changed'; subject: string }
  | { kind: 'compiler-changed'; subject: string }
  | { kind: 'header-changed'; subject: string }
  | { kind: 'header-removed'; subject: string }
  | { kind: 'include-directory-changed'; subject: string }
  | { kind: 'time-dependent'; subject: string }
  | { kind: 'evicted' }
  | { kind: 'corrupt'; subject: string }
  | { kind: 'input-missing'; subject: string };

/**
 * Whether a run would hit, found without starting a process.
 * - `hit`: a verified L1 entry (of the contract or the portable index) whose XML is in a root
 * - `hit-l2`: no L1 entry holds, but the L2 entry that it led to is known and present, so `castxml -E` would hit
 * - `miss`: castxml would run
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
  /** The files that the preprocessor read, sorted, where a manifest lists them. */
  deps?: readonly string[];
  /** The include directories of the response file, absolute. */
  includeDirs?: readonly string[];
  /** The entry in the store, where there is one. `usedMs` is its last use, milliseconds since 1970. */
  entry?: { bytes: number; usedMs: number };
}
