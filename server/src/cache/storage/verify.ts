import { blobsOf, parseActionEntry } from '../action/action-entry';
import { contentOf, MAX_BLOB_BYTES, storedBlob } from '../action/blobs';
import path from 'node:path';
import { takeInventory, type StoredItem } from './inventory';
import { isKey, parseL1Entry } from './l1-entry';
import { findL2, readXml } from './entries';
import { BLOB, L1_ENTRY } from './store-names';
import type { StoreRoot } from './store-root';

/** An unusable or foreign file, and what is wrong with it. */
export interface VerifyProblem {
  path: string;
  problem: string;
  removed: boolean;
}

/** The result of verifying one root. */
export interface VerifyResult {
  root: string;
  entries: number;
  bytes: number;
  /** Runs in progress, or leftovers that the next eviction removes. */
  unfinished: number;
  problems: VerifyProblem[];
}

export interface VerifyOptions {
  /** Removes unusable entries. */
  fix?: boolean;
  signal?: AbortSignal;
  /** Called from time to time with the number of checked entries and their total. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Checks that every entry of a root is complete, and that its XML is readable and has the recorded digest. Files that do not
 * belong to the store are reported and stay.
 */
export async function verifyRoot(root: StoreRoot, options: VerifyOptions = {}): Promise<VerifyResult> {
  const { items, unfinished, strangers } = takeInventory(root);
  const problems: VerifyProblem[] = strangers.map(({ name, what }) => ({
    path: root.file(name),
    problem: `it is ${what} that does not belong in a store; it is neither read nor removed`,
    removed: false,
  }));
  let bytes = 0;
  for (const [done, item] of items.entries()) {
    options.signal?.throwIfAborted();
    if (done % 50 === 0) {
      options.onProgress?.(done, items.length);
      await new Promise(setImmediate);
    }
    bytes += item.bytes;
    const problem = await problemOf(root, item);
    if (problem === null) continue;
    const removed = options.fix === true && root.retire(item.name);
    problems.push({ path: root.file(item.name), problem, removed });
  }
  options.onProgress?.(items.length, items.length);
  return { root: root.path, entries: items.length, bytes, unfinished: unfinished.length, problems };
}

const MAX_BYTES = 64 << 20;

async function problemOf(root: StoreRoot, item: StoredItem): Promise<string | null> {
  if (item.kind === 'l2') {
    const found = findL2(root, item.name.slice(-64));
    if (!found) return null;
    if ('damaged' in found) return 'its XML is missing, empty or of the wrong size';
    return (await readXml(found, { thoroughly: true }))
      ? null
      : 'its XML cannot be read, or does not match the recorded digest';
  }
  if (item.kind === 'blob') return problemOfBlob(root, item);
  if (item.kind === 'message') return null;
  const name = item.kind === 'l1' ? `${item.name}/${L1_ENTRY}` : item.name;
  const text = root.read(name, MAX_BYTES)?.bytes.toString('utf8');
  // It was removed meanwhile, or it exists and cannot be read.
  if (text === undefined) return root.timeOf(name) === null ? null : 'it cannot be read';
  if (item.kind === 'l1') return isKey(text.trim()) || parseL1Entry(text) ? null : 'it names no L2 entry';
  if (item.kind === 'action') return problemOfAction(root, text);
  try {
    JSON.parse(text);
    return null;
  } catch {
    return 'it is not JSON';
  }
}

async function problemOfBlob(root: StoreRoot, item: StoredItem): Promise<string | null> {
  const [, sha256 = '', packed] = BLOB.exec(path.posix.basename(item.name)) ?? [];
  const stored = root.read(item.name, MAX_BLOB_BYTES);
  if (!stored) return root.timeOf(item.name) === null ? null : 'it cannot be read';
  const format = packed ? 'gzip' : 'uncompressed';
  return (await contentOf(stored.bytes, format, sha256))
    ? null
    : 'its content does not have the digest that it is named by';
}

function problemOfAction(root: StoreRoot, text: string): string | null {
  const entry = parseActionEntry(text);
  if (!entry) return 'it is not the entry of an action';
  const missing = blobsOf(entry).find((blob) => storedBlob(root, blob.sha256) === null);
  return missing ? `it names the content ${missing.sha256.slice(0, 12)}…, which is not in the store` : null;
}
