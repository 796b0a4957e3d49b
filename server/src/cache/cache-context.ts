import type { ProcessRunner } from '../host/process';
import { takeSnapshot, type Digests } from './inputs/digests';
import { prepare, type Prepared } from './invocation/resolved-run';
import type { Remote } from './storage/remote/remote';
import type { StoreRoot } from './storage/store-root';
import type { CacheOptions, Invocation, Scheme } from './api';

/** Everything that a run needs. `openCache` creates it from the options. */
export interface CacheContext {
  options: CacheOptions;
  roots: readonly StoreRoot[];
  scheme: Scheme;
  digests: Digests;
  environment: NodeJS.ProcessEnv;
  runProcess: ProcessRunner;
  /** The server behind the roots, used only if they miss. */
  remote: () => Remote | null;
  now: () => number;
  /** Writes new header digests, unless that was done a moment ago. */
  keepDigests: () => void;
  /** Prints each message once per subject. */
  warn: (message: string, subject?: string) => void;
}

/** Reads the current inputs of a run. Null if its arguments name no output or no source. */
export function prepareNow(cache: CacheContext, invocation: Invocation): Prepared | null {
  // A run always reads the disk, even if its caller inspected other contents before.
  const real = { ...invocation, contents: NO_CONTENTS };
  return prepare(real, { ...cache, snapshot: takeSnapshot(), mayWrite: true });
}

const NO_CONTENTS: ReadonlyMap<string, Buffer> = new Map();
