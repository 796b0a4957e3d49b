import type { Prepared } from '../invocation/resolved-run';
import { prepareNow, type CacheContext } from '../cache-context';
import { takeSnapshot, type Snapshot } from '../inputs/digests';
import type { LookupContext } from '../lookup/found';
import type { ManifestPool } from '../lookup/manifest-pool';
import type { Invocation, RunOptions } from '../api';
import { XmlAhead } from './xml-ahead';

/** A run on its way through the tiers. */
export interface CachedRun {
  cache: CacheContext;
  invocation: Invocation;
  options: RunOptions;
  prepared: Prepared;
  /** The view of the disk that all tiers share. */
  snapshot: Snapshot;
  /** Shared by many runs in one process. */
  manifests?: ManifestPool;
  ahead: XmlAhead;
  /** The time of `performance.now()` when it began. */
  started: number;
}

/** Reads the inputs of a run. Null if its arguments name no output or no source. */
export function beginRun(cache: CacheContext, invocation: Invocation, options: RunOptions): CachedRun | null {
  const started = performance.now();
  const prepared = prepareNow(cache, invocation);
  return (
    prepared && {
      cache,
      invocation,
      options,
      prepared,
      snapshot: options.snapshot ?? takeSnapshot(),
      ahead: new XmlAhead(),
      started,
    }
  );
}

/** What the lookups of a run use. */
export function lookupContext({ cache, snapshot, manifests, ahead }: CachedRun): LookupContext {
  return { ...cache, snapshot, manifests, expect: ahead.expect };
}
