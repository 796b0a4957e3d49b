import type { Signature } from '../inputs/input-files';
import type { Digests, Snapshot } from '../inputs/digests';
import type { L1Check, L1Entry } from '../storage/l1-entry';
import type { ManifestPool } from './manifest-pool';
import type { PortableEntry, StoredPortable } from '../storage/portable-entry';
import type { StoredL2 } from '../storage/entries';
import type { StoreRoot } from '../storage/store-root';
import type { Scheme, Trees } from '../api';
import type { MissReason } from '../../shared/reasons';

/** What a lookup uses. */
export interface LookupContext {
  digests: Digests;
  snapshot: Snapshot;
  roots: readonly StoreRoot[];
  scheme: Scheme;
  /** Shared by many lookups in one process. */
  manifests?: ManifestPool;
  /** Called with the entry that will be found if the inputs are as recorded, before they are compared. */
  expect?: (l2: StoredL2) => void;
}

/** A tier's answer for a run. */
export interface Found {
  /** `hit` is verified. `unverified` is an entry of the `plain` scheme. */
  state: 'hit' | 'unverified' | 'miss';
  /** Set if `state` is `miss`. */
  reason?: MissReason;
  /** The entry failed only because of something that cannot have changed the preprocessed text. */
  sameText?: boolean;
  l2Key?: string;
  entry?: L1Entry;
  /** This implementation's check for a hit's entry, and the signatures of both files when they were read. */
  check?: L1Check;
  signatures?: readonly Signature[];
  /** The root with the L1 or portable entry. */
  root?: StoreRoot;
  /** The L2 entry that it leads to. */
  l2?: StoredL2;
  /** The trees of the run, if they are known. The XML's paths are translated for them. */
  trees?: Trees;
  /** Set if the portable index made it a hit. */
  portable?: PortableHit;
}

/** A valid portable entry. */
export interface PortableHit {
  /** Its name in its root. */
  name: string;
  entry: PortableEntry;
  trees: Trees;
  /** All entries of the key in its root. */
  entries?: readonly StoredPortable[];
}
