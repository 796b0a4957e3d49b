import fs from 'node:fs';
import path from 'node:path';
import { isKey } from './l1-entry';

/** Something in a root that eviction may remove as a whole. */
export interface StoredItem {
  kind: 'l1' | 'l2' | 'portable' | 'record' | 'message';
  /** A folder, or one file. */
  path: string;
  bytes: number;
  /** Its last use. */
  usedMs: number;
}

export interface Inventory {
  items: StoredItem[];
  /** Staging leftovers, and entries that were never completed: `sinceMs` is when they were last written. */
  unfinished: { path: string; sinceMs: number }[];
}

/** Everything in a root. What vanishes while it is looked at is left out. */
export function takeInventory(root: string): Inventory {
  const inventory: Inventory = { items: [], unfinished: [] };
  eachEntry(path.join(root, 'l2'), (name, folder) => {
    const used = lstat(path.join(folder, '_ok'));
    if (isKey(name) && used?.isFile())
      inventory.items.push({ kind: 'l2', path: folder, bytes: folderBytes(folder), usedMs: used.mtimeMs });
    else addUnfinished(inventory, folder);
  });
  eachEntry(path.join(root, 'l1'), (name, folder) => {
    const used = lstat(path.join(folder, 'l2_key'));
    if (isKey(name) && used?.isFile())
      inventory.items.push({ kind: 'l1', path: folder, bytes: folderBytes(folder), usedMs: used.mtimeMs });
    else addUnfinished(inventory, folder);
    addStagedFiles(inventory, folder);
  });
  eachEntry(path.join(root, 'p1'), (_, folder) => {
    for (const file of children(folder)) addFile(inventory, 'portable', file);
    addStagedFiles(inventory, folder);
  });
  for (const [part, kind] of [
    ['_types', 'record'],
    ['_messages', 'message'],
  ] as const)
    for (const folder of children(path.join(root, part))) {
      for (const file of children(folder)) addFile(inventory, kind, file);
      addStagedFiles(inventory, folder);
    }
  for (const folder of ['_binhash', '_index', '_verdicts'])
    addStagedFiles(inventory, path.join(root, folder));
  return inventory;
}

/** Calls back with each `<shard>/<entry>` of a part of the store. */
function eachEntry(part: string, entry: (name: string, folder: string) => void): void {
  for (const shard of children(part))
    for (const folder of children(shard)) entry(path.basename(folder), folder);
}

function addFile(inventory: Inventory, kind: StoredItem['kind'], file: string): void {
  const stats = lstat(file);
  if (stats?.isFile() && /\.(?:json|txt)$/.test(file))
    inventory.items.push({ kind, path: file, bytes: stats.size, usedMs: stats.mtimeMs });
}

function addUnfinished(inventory: Inventory, entry: string): void {
  const stats = lstat(entry);
  if (stats) inventory.unfinished.push({ path: entry, sinceMs: stats.mtimeMs });
}

function addStagedFiles(inventory: Inventory, folder: string): void {
  for (const file of children(folder)) if (file.endsWith('.tmp')) addUnfinished(inventory, file);
}

export function children(folder: string): string[] {
  try {
    return fs.readdirSync(folder).map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

function folderBytes(folder: string): number {
  return children(folder).reduce((sum, file) => sum + (lstat(file)?.size ?? 0), 0);
}

function lstat(file: string): fs.Stats | null {
  return fs.lstatSync(file, { throwIfNoEntry: false }) ?? null;
}
