import fs from 'node:fs';
import path from 'node:path';
import { removeQuietly, stagingName } from './files';
import { takeInventory, type StoredItem } from './inventory';
import { uniqueText } from './runtime';
import { LAST_CHECK, stamp } from './store';
import { abandonedTemporaries } from './temporaries';

export interface EvictOptions {
  /** Entries that were not used for this long go; unset: age does not matter. */
  maxAgeDays?: number;
  maxBytes: number;
  nowMs: number;
  /** Also where nothing was stored since the last eviction. */
  force?: boolean;
}

export interface EvictResult {
  /** The root that was looked at; null: none can be written. */
  root: string | null;
  /** True where nothing was stored since the last eviction. */
  skipped: boolean;
  removed: { entries: number; bytes: number; leftovers: number };
  left: { entries: number; bytes: number };
}

const DAY_MS = 24 * 3600 * 1000;
/** What is not finished after an hour never will be. */
const UNFINISHED_MS = 3600 * 1000;
const NOTHING_REMOVED = { entries: 0, bytes: 0, leftovers: 0 };

/** Evicts from the first root that can be written: by age, then the oldest until the total is under the cap. */
export function evict(roots: readonly string[], options: EvictOptions): EvictResult {
  const root = roots.find(isWritable) ?? null;
  if (root === null || (!options.force && !storedSinceEviction(root)))
    return { root, skipped: root !== null, removed: NOTHING_REMOVED, left: { entries: 0, bytes: 0 } };
  const result = evictRoot(root, options);
  stamp(path.join(root, '_last_evict'), options.nowMs);
  return result;
}

/** Brings a root under its cap, whatever the age of its entries. */
export function evictToCap(root: string, maxBytes: number, nowMs: number): EvictResult {
  return evictRoot(root, { maxBytes, nowMs });
}

function evictRoot(root: string, options: EvictOptions): EvictResult {
  const { items, unfinished } = takeInventory(root);
  const removed = { ...NOTHING_REMOVED };
  const longAgoMs = options.nowMs - UNFINISHED_MS;
  const abandoned = unfinished.filter(({ sinceMs }) => sinceMs < longAgoMs).map((leftover) => leftover.path);
  for (const leftover of [...abandoned, ...abandonedTemporaries()]) {
    removeQuietly(leftover);
    removed.leftovers++;
  }
  const oldestMs = options.maxAgeDays === undefined ? -Infinity : options.nowMs - options.maxAgeDays * DAY_MS;
  items.sort((a, b) => a.usedMs - b.usedMs);
  let bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  let entries = items.length;
  for (const item of items) {
    if (item.usedMs >= oldestMs && bytes <= options.maxBytes) break;
    if (!remove(item)) continue;
    bytes -= item.bytes;
    entries--;
    removed.entries++;
    removed.bytes += item.bytes;
  }
  return { root, skipped: false, removed, left: { entries, bytes } };
}

/** Takes an item out of use by one rename, then removes it. One that was used meanwhile stays. */
function remove(item: StoredItem): boolean {
  const stamp = item.kind === 'l2' ? '_ok' : item.kind === 'l1' ? 'l2_key' : '';
  const used = fs.statSync(path.join(item.path, stamp), { throwIfNoEntry: false });
  if (!used || used.mtimeMs > item.usedMs) return false;
  const trash = path.join(path.dirname(item.path), stagingName(path.basename(item.path)));
  try {
    fs.renameSync(item.path, trash);
  } catch {
    return false;
  }
  removeQuietly(trash);
  return true;
}

function storedSinceEviction(root: string): boolean {
  const mtime = (name: string): number =>
    fs.statSync(path.join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? -1;
  const evicted = mtime('_last_evict');
  return evicted < 0 || mtime('_last_store') >= evicted;
}

/** Whether a file can be made in a folder that exists: the only answer that holds for mounts and for root alike. */
export function isWritable(root: string): boolean {
  const probe = path.join(root, `.probe-${uniqueText()}.tmp`);
  try {
    fs.writeFileSync(probe, '', { flag: 'wx' });
    fs.unlinkSync(probe);
    return true;
  } catch {
    return false;
  }
}

/** How often, at most, a store looks whether it has passed its cap. */
const CHECK_EVERY_MS = 60_000;

/** True at most once a minute for a root, over all processes: then it is time to look at its size. */
export function isTimeToCheck(root: string, nowMs: number): boolean {
  const file = path.join(root, LAST_CHECK);
  const last = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  // A time in the future is of another clock, and would stop the check for good.
  if (last > nowMs - CHECK_EVERY_MS && last <= nowMs + CHECK_EVERY_MS) return false;
  return stamp(file, nowMs);
}
