import { takeInventory } from './inventory';
import { addCounters, readCounters, type RunCounters } from './stats';
import { LAST_EVICTION, LAST_STORE, PARTS } from './store-names';
import type { StoreRoot } from './store-root';

/** The content of one root, and the statistics of its runs. `bytes` is the total size of its items. */
export interface RootStats {
  root: string;
  exists: boolean;
  writable: boolean;
  l1Entries: number;
  l2Entries: number;
  portableEntries: number;
  /** Entries of actions, and contents: those that they name, and headers. */
  actionEntries: number;
  blobs: number;
  bytes: number;
  unfinished: number;
  /** The runs counted in this root, which are those for which it was the first root. */
  counters: RunCounters;
  /** Milliseconds since 1970. Null: never. */
  lastStoreMs: number | null;
  lastEvictionMs: number | null;
}

/** The content of all roots, and the statistics of their runs. */
export interface CacheStats {
  roots: RootStats[];
  counters: RunCounters;
  /** The share of cacheable runs that needed no castxml. Null if there were no runs. */
  hitRate: number | null;
  maxBytes: number;
}

/** The content of the roots, and the statistics of their runs. */
export function cacheStats(roots: readonly StoreRoot[], maxBytes: number): CacheStats {
  const found = roots.map(rootStats);
  const counters = addCounters(found.map((root) => root.counters));
  const { outcomes } = counters;
  const hits = (outcomes['hit-l1'] ?? 0) + (outcomes['hit-portable'] ?? 0) + (outcomes['hit-l2'] ?? 0);
  const asked = hits + (outcomes.miss ?? 0);
  return { roots: found, counters, hitRate: asked ? hits / asked : null, maxBytes };
}

function rootStats(root: StoreRoot): RootStats {
  const { items, unfinished } = takeInventory(root);
  const count = (kind: string): number => items.filter((item) => item.kind === kind).length;
  return {
    root: root.path,
    exists: root.exists(),
    writable: root.mayWrite(),
    l1Entries: count('l1'),
    l2Entries: count('l2'),
    portableEntries: count('portable'),
    actionEntries: count('action'),
    blobs: count('blob'),
    bytes: items.reduce((sum, item) => sum + item.bytes, 0),
    unfinished: unfinished.length,
    counters: readCounters(root),
    lastStoreMs: root.timeOf(LAST_STORE),
    lastEvictionMs: root.timeOf(LAST_EVICTION),
  };
}

/** Empties a root. Files that do not belong to the store stay. Returns the names of the parts that could not be removed. */
export function clearRoot(root: StoreRoot): string[] {
  return PARTS.filter((part) => root.stat(part) !== null && !root.remove(part));
}
