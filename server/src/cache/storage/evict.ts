import { takeInventory, type StoredItem } from './inventory';
import { L1_ENTRY, LAST_CHECK, LAST_EVICTION, LAST_STORE, OK } from './store-names';
import type { StoreRoot } from './store-root';
import { removeAbandonedTemporaries } from './temporaries';

/** The options of an eviction. */
export interface EvictOptions {
  /** Entries that were not used for this long are removed. If unset, age does not matter. */
  maxAgeDays?: number;
  maxBytes: number;
  nowMs: number;
  /** Evict even if nothing was stored since the last eviction. */
  force?: boolean;
}

/** The result of an eviction. */
export interface EvictResult {
  /** The root that was checked. Null if none is writable. */
  root: string | null;
  /** True if nothing was stored since the last eviction. */
  skipped: boolean;
  removed: { entries: number; bytes: number; leftovers: number };
  left: { entries: number; bytes: number };
}

const DAY_MS = 24 * 3600 * 1000;
/** Files that are unfinished after an hour are leftovers. */
const UNFINISHED_MS = 3600 * 1000;
const NOTHING_REMOVED = { entries: 0, bytes: 0, leftovers: 0 };

/**
 * Evicts from the first writable root: entries beyond the maximum age, then the oldest until the total is below the maximum
 * size.
 */
export function evict(roots: readonly StoreRoot[], options: EvictOptions): EvictResult {
  const root = roots.find((candidate) => candidate.isWritable()) ?? null;
  if (root === null || (!options.force && !storedSinceEviction(root)))
    return {
      root: root?.path ?? null,
      skipped: root !== null,
      removed: NOTHING_REMOVED,
      left: { entries: 0, bytes: 0 },
    };
  const result = evictRoot(root, options);
  root.stamp(LAST_EVICTION, options.nowMs);
  return result;
}

/** Reduces a root below its maximum size, regardless of the age of its entries. */
export function evictToCap(root: StoreRoot, maxBytes: number, nowMs: number): EvictResult {
  return evictRoot(root, { maxBytes, nowMs });
}

function evictRoot(root: StoreRoot, options: EvictOptions): EvictResult {
  const { items, unfinished } = takeInventory(root);
  const removed = { ...NOTHING_REMOVED };
  const longAgoMs = options.nowMs - UNFINISHED_MS;
  for (const { name, sinceMs } of unfinished)
    if (sinceMs < longAgoMs && root.remove(name)) removed.leftovers++;
  removed.leftovers += removeAbandonedTemporaries();
  const oldestMs = options.maxAgeDays === undefined ? -Infinity : options.nowMs - options.maxAgeDays * DAY_MS;
  items.sort((a, b) => a.usedMs - b.usedMs || Number(a.kind === 'blob') - Number(b.kind === 'blob'));
  let bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  let entries = items.length;
  for (const item of items) {
    if (item.usedMs >= oldestMs && bytes <= options.maxBytes) break;
    if (!remove(root, item)) continue;
    bytes -= item.bytes;
    entries--;
    removed.entries++;
    removed.bytes += item.bytes;
  }
  return { root: root.path, skipped: false, removed, left: { entries, bytes } };
}

/** Removes an item, unless it was used since the inventory. It goes out of use in one rename. */
function remove(root: StoreRoot, { kind, name, usedMs }: StoredItem): boolean {
  const stamp = kind === 'l2' ? `${name}/${OK}` : kind === 'l1' ? `${name}/${L1_ENTRY}` : name;
  const used = root.timeOf(stamp);
  return used !== null && used <= usedMs && root.retire(name);
}

function storedSinceEviction(root: StoreRoot): boolean {
  const evicted = root.timeOf(LAST_EVICTION);
  return evicted === null || (root.timeOf(LAST_STORE) ?? -1) >= evicted;
}

/** The minimum time between two checks of a store's size, in milliseconds. */
const CHECK_EVERY_MS = 60_000;

/** Whether it is time to check a root's size: true at most once a minute per root, over all processes. */
export function isTimeToCheck(root: StoreRoot, nowMs: number): boolean {
  const last = root.timeOf(LAST_CHECK) ?? -Infinity;
  // A time in the future comes from another clock, and would prevent any further check.
  if (last > nowMs - CHECK_EVERY_MS && last <= nowMs + CHECK_EVERY_MS) return false;
  return root.stamp(LAST_CHECK, nowMs);
}
