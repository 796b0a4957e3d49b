import fs from 'node:fs';
import path from 'node:path';
import { isWritable } from './evict';
import { takeInventory } from './inventory';
import { addCounters, readCounters, type RunCounters } from './stats';

export interface RootStats {
  root: string;
  exists: boolean;
  writable: boolean;
  l1Entries: number;
  l2Entries: number;
  portableEntries: number;
  bytes: number;
  unfinished: number;
  /** Of the runs that are counted in this root: those that it was the first to take. */
  counters: RunCounters;
  /** Milliseconds since 1970; null: never. */
  lastStoreMs: number | null;
  lastEvictionMs: number | null;
}

export interface CacheStats {
  roots: RootStats[];
  counters: RunCounters;
  /** Runs that needed no castxml, over all that might have. */
  hitRate: number | null;
  maxBytes: number;
}

/** What is in the roots and what runs from them came to. */
export function cacheStats(roots: readonly string[], maxBytes: number): CacheStats {
  const found = roots.map(rootStats);
  const counters = addCounters(found.map((root) => root.counters));
  const { outcomes } = counters;
  const hits = (outcomes['hit-l1'] ?? 0) + (outcomes['hit-portable'] ?? 0) + (outcomes['hit-l2'] ?? 0);
  const asked = hits + (outcomes.miss ?? 0);
  return { roots: found, counters, hitRate: asked ? hits / asked : null, maxBytes };
}

function rootStats(root: string): RootStats {
  const { items, unfinished } = takeInventory(root);
  const count = (kind: string): number => items.filter((item) => item.kind === kind).length;
  const mtime = (name: string): number | null =>
    fs.statSync(path.join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? null;
  return {
    root,
    exists: fs.existsSync(root),
    writable: isWritable(root),
    l1Entries: count('l1'),
    l2Entries: count('l2'),
    portableEntries: count('portable'),
    bytes: items.reduce((sum, item) => sum + item.bytes, 0),
    unfinished: unfinished.length,
    counters: readCounters(root),
    lastStoreMs: mtime('_last_store'),
    lastEvictionMs: mtime('_last_evict'),
  };
}

/** What a store is made of; anything else in a root is not ours to remove. */
const PARTS = [
  'l1',
  'l2',
  'p1',
  '_types',
  '_messages',
  '_index',
  '_verdicts',
  '_binhash',
  '_stats',
  '_last_store',
  '_last_evict',
  '_last_check',
];

/** Empties a root. Throws where it cannot be written. */
export function clearRoot(root: string): void {
  for (const part of PARTS) fs.rmSync(path.join(root, part), { recursive: true, force: true, maxRetries: 3 });
}
