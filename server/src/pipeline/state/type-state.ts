import type { Instantiation, PklState, StampGeneration } from '../../build/build-tree';
import type { MissReason } from '../../cache/api';

/** State of a type's CastXML run in the cache: docs/architecture.md, "States". */
export type CacheState = 'hit' | 'hit-l2' | 'miss' | 'unverified' | 'unknown';

/**
 * State of a type's XML on disk, which ninja does not know when a header's header changed. `unverified`: nothing is newer, but
 * the plain scheme does not record which headers it was made from.
 */
export type XmlState = 'fresh' | 'stale' | 'missing' | 'unverified' | 'unknown';

/** State of a module's igenerator outputs. */
export type ModuleState =
  'complete' | 'stamp-missing' | 'pkl-missing' | 'never-run' | 'out-of-date' | 'unknown';

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
  /** What would change when CMake runs again; null where nothing would, or no evaluation has told. */
  configure: ConfigureNeed | null;
}

/** What CMake would generate for a type when it runs again, where that is not what it generated last. */
export interface ConfigureNeed {
  /** `new`: the build does not have the type yet; `gone`: nothing of that name is wrapped any more. */
  kind: 'new' | 'changed' | 'gone';
  /** Instantiations by name, without smart pointers and superclasses. */
  added: readonly string[];
  removed: readonly string[];
  /** Other types behind a name that stays. All three may be empty: then other code is generated for the same ones. */
  changed: readonly string[];
  /** The L1 key that its CastXML run would have; null where the build does not tell how that runs. */
  l1: string | null;
  /** Whether the store would hit, and why not. */
  state: CacheState;
  reason: MissReason | null;
}

/** A type that the sources have and the build has not. */
export interface NewType {
  name: string;
  module: string;
  wrap: string | null;
  configure: ConfigureNeed;
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
