import { takeInventory, type StoredItem } from './inventory';
import { L1_ENTRY, LAST_CHECK, LAST_EVICTION, LAST_STORE, OK } from './store-names';
import type { StoreRoot } from './store-root';
import { removeAbandonedTemporaries } from './temporaries';

export interface EvictOptions {
  /** Entries that were not used for this long go; unset: age does not matter. */
  maxAgeDays?: number;
  maxBytes: number;
  nowMs: number;
  /** Evict even if nothing was stored since the last eviction. */
  force?: boolean;
}

export interface EvictResult {
  /** The root that was checked; null: none is writable. */
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

/** Evicts from the first root that can be written: by age, then the oldest until the total is under the cap. */
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
  items.sort((a, b) => a.usedMs - b.usedMs);
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

/** Takes an item out of use by one rename, then removes it. One that was used meanwhile stays. */
function remove(root: StoreRoot, { kind, name, usedMs }: StoredItem): boolean {
  const stamp = kind === 'l2' ? `${name}/${OK}` : kind === 'l1' ? `${name}/${L1_ENTRY}` : name;
  const used = root.timeOf(stamp);
  return used !== null && used <= usedMs && root.retire(name);
}

function storedSinceEviction(root: StoreRoot): boolean {
  const evicted = root.timeOf(LAST_EVICTION);
  return evicted === null || (root.timeOf(LAST_STORE) ?? -1) >= evicted;
}

/** How often, at most, a store looks whether it has passed its cap. */
const CHECK_EVERY_MS = 60_000;

/** Whether it is time to check a root's size: true at most once a minute per root, over all processes. */
export function isTimeToCheck(root: StoreRoot, nowMs: number): boolean {
  const last = root.timeOf(LAST_CHECK) ?? -Infinity;
  // A time in the future is of another clock, and would stop the check for good.
  if (last > nowMs - CHECK_EVERY_MS && last <= nowMs + CHECK_EVERY_MS) return false;
  return root.stamp(LAST_CHECK, nowMs);
}
