import type { Dirent } from 'node:fs';
import { isKey } from './l1-entry';
import {
  ACTION_ENTRY,
  BLOB,
  CHECK,
  L1_ENTRY,
  MESSAGE,
  MESSAGES,
  MESSAGES_FOLDER,
  META,
  OK,
  OUTPUTS,
  PORTABLE_ENTRY,
  SHARD,
  STAGED,
  STATS,
  TYPE_RECORD,
} from './store-names';
import type { StoreRoot } from './store-root';

/** An item in a root that eviction may remove as a whole. */
export interface StoredItem {
  kind: 'l1' | 'l2' | 'portable' | 'action' | 'blob' | 'record' | 'message';
  /** The name of a folder or a file in the root. */
  name: string;
  bytes: number;
  /** Its last use, in milliseconds since 1970. */
  usedMs: number;
}

/** The content of a root. */
export interface Inventory {
  items: StoredItem[];
  /** Work in progress, and entries that were never completed. `sinceMs` is when they were last written. */
  unfinished: { name: string; sinceMs: number }[];
  /** Anything that no implementation of the store creates: links, pipes, folders in place of files. They are left alone. */
  strangers: { name: string; what: string }[];
}

/** Lists everything in a root. Files that disappear meanwhile are omitted. Links are not followed. */
export function takeInventory(root: StoreRoot): Inventory {
  return new Walk(root).all();
}

class Walk {
  readonly #inventory: Inventory = { items: [], unfinished: [], strangers: [] };

  constructor(private readonly root: StoreRoot) {}

  all(): Inventory {
    for (const folder of this.#shards('l2')) this.#entries(folder, 'l2', OK);
    for (const folder of this.#shards('l1')) this.#entries(folder, 'l1', L1_ENTRY);
    for (const folder of this.#shards('p1'))
      for (const entry of this.#folders(folder, isKey)) this.#files(entry, 'portable', PORTABLE_ENTRY);
    for (const folder of this.#shards('a1'))
      for (const entry of this.#folders(folder, isKey)) this.#files(entry, 'action', ACTION_ENTRY);
    for (const folder of this.#shards('cas')) this.#files(folder, 'blob', BLOB);
    for (const folder of this.#shards('_types')) this.#files(folder, 'record', TYPE_RECORD);
    for (const folder of this.#folders(MESSAGES, (name) => MESSAGES_FOLDER.test(name)))
      this.#files(folder, 'message', MESSAGE);
    for (const folder of ['_binhash', STATS]) this.#files(folder, null, /^[^.]/);
    for (const folder of this.#folders('_users', () => true)) this.#files(folder, null, /^[^.]/);
    return this.#inventory;
  }

  #shards(part: string): string[] {
    return this.#folders(part, (name) => SHARD.test(name));
  }

  /** The subfolders of a folder whose names are ours. */
  #folders(name: string, isOurs: (name: string) => boolean): string[] {
    const found: string[] = [];
    for (const entry of this.#list(name)) {
      if (entry.isDirectory() && isOurs(entry.name)) found.push(`${name}/${entry.name}`);
      else this.#staged(name, entry);
    }
    return found;
  }

  #list(name: string): Dirent[] {
    const stats = this.root.stat(name);
    if (stats && !stats.isDirectory()) this.#inventory.strangers.push({ name, what: kindOf(stats) });
    return stats?.isDirectory() ? this.root.list(name) : [];
  }

  /** Adds L1 or L2 entries. An entry is complete if its folder has the file `complete`. */
  #entries(shard: string, kind: 'l1' | 'l2', complete: string): void {
    for (const name of this.#folders(shard, isKey)) {
      const usedMs = this.root.timeOf(`${name}/${complete}`);
      const bytes = this.#bytesOf(name);
      if (usedMs !== null) this.#inventory.items.push({ kind, name, bytes, usedMs });
      else this.#unfinished(name);
    }
  }

  /** The total size of the files of an entry. Reports foreign files in it. */
  #bytesOf(folder: string): number {
    let bytes = 0;
    for (const entry of this.root.list(folder)) {
      const name = `${folder}/${entry.name}`;
      if (STAGED.test(entry.name)) this.#unfinished(name);
      else if (!FILES_OF_ENTRIES.has(entry.name))
        this.#inventory.strangers.push({ name, what: kindOf(entry) });
      else if (entry.isFile()) bytes += this.root.stat(name)?.size ?? 0;
    }
    return bytes;
  }

  /** Adds the files of a folder. If `kind` is null, they are always kept, and only unfinished ones are reported. */
  #files(folder: string, kind: StoredItem['kind'] | null, isOurs: RegExp): void {
    for (const entry of this.#list(folder)) {
      const name = `${folder}/${entry.name}`;
      if (!entry.isFile() || !isOurs.test(entry.name)) {
        this.#staged(folder, entry);
        continue;
      }
      const stats = this.root.stat(name);
      if (stats && kind) this.#inventory.items.push({ kind, name, bytes: stats.size, usedMs: stats.mtimeMs });
    }
  }

  /** Adds work in progress. Anything else is a stranger. */
  #staged(folder: string, entry: Dirent): void {
    const name = `${folder}/${entry.name}`;
    // A link never belongs to the store, whatever its name, and is not removed.
    if (STAGED.test(entry.name) && (entry.isFile() || entry.isDirectory())) this.#unfinished(name);
    // The other files in this folder are rotated logs of counters.
    else if (!(entry.isFile() && folder === STATS))
      this.#inventory.strangers.push({ name, what: kindOf(entry) });
  }

  #unfinished(name: string): void {
    const stats = this.root.stat(name);
    if (stats) this.#inventory.unfinished.push({ name, sinceMs: stats.mtimeMs });
  }
}

const FILES_OF_ENTRIES = new Set([L1_ENTRY, CHECK, META, OK, ...Object.values(OUTPUTS)]);

function kindOf(
  entry: Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>,
): string {
  if (entry.isSymbolicLink()) return 'a symbolic link';
  if (entry.isFile()) return 'a file';
  if (entry.isDirectory()) return 'a folder';
  if (entry.isFIFO()) return 'a pipe';
  return entry.isSocket() ? 'a socket' : 'a device';
}
