import type { Instantiation, PklState, StampGeneration } from '../build/types';
import type { MissReason } from '../cache/types';

/** State of a type's CastXML run in the cache: docs/architecture.md, "States". */
export type CacheState = 'hit' | 'hit-l2' | 'miss' | 'unverified' | 'unknown';

/** State of a type's XML on disk, which ninja does not know when a header's header changed. */
export type XmlState = 'fresh' | 'stale' | 'missing';

/** State of a module's igenerator outputs. */
export type ModuleState = 'complete' | 'stamp-missing' | 'pkl-missing' | 'never-run' | 'out-of-date';

export interface TypeState {
  name: string;
  module: string;
  wrap: string | null;
  cxx: string;
  inc: string;
  xml: string;
  state: CacheState;
  reason: MissReason | null;
  l1: string | null;
  l2: string | null;
  root: string | null;
  /** The entry in the store: its size in bytes and its last use in milliseconds since 1970. */
  entry: { bytes: number; usedMs: number } | null;
  xmlState: XmlState;
  /** The input that made the XML stale. */
  staleBecause: string | null;
  instantiations: readonly Instantiation[];
}

export interface ModuleStatus {
  name: string;
  wrappingDir: string | null;
  types: readonly string[];
  dependencies: readonly string[];
  state: ModuleState;
  stampGeneration: StampGeneration;
  stamp: string | null;
  pkl: PklState;
}
