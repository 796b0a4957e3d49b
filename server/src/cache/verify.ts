import path from 'node:path';
import { readRegularFile, removeQuietly } from './files';
import { takeInventory, type StoredItem } from './inventory';
import { isKey, parseL1Entry } from './l1-entry';
import { findL2, readXml, retire } from './store';

export interface VerifyProblem {
  path: string;
  problem: string;
  removed: boolean;
}

export interface VerifyResult {
  root: string;
  entries: number;
  bytes: number;
  /** Runs in progress, or leftovers that the next eviction removes. */
  unfinished: number;
  problems: VerifyProblem[];
}

export interface VerifyOptions {
  /** Removes what is not fit for use. */
  fix?: boolean;
  signal?: AbortSignal;
  /** Called now and then with the number of entries looked at and their total. */
  onProgress?: (done: number, total: number) => void;
}

/** Looks at every entry of a root: complete, its XML readable and of the digest that it should have. */
export async function verifyRoot(root: string, options: VerifyOptions = {}): Promise<VerifyResult> {
  const { items, unfinished } = takeInventory(root);
  const problems: VerifyProblem[] = [];
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
    if (options.fix) (item.kind === 'l1' || item.kind === 'l2' ? retire : removeQuietly)(item.path);
    problems.push({ path: item.path, problem, removed: options.fix === true });
  }
  options.onProgress?.(items.length, items.length);
  return { root, entries: items.length, bytes, unfinished: unfinished.length, problems };
}

async function problemOf(root: string, item: StoredItem): Promise<string | null> {
  if (item.kind === 'l2') {
    const found = findL2(root, path.basename(item.path));
    if (!found) return null;
    if ('damaged' in found) return 'its XML is missing, empty or of the wrong size';
    return (await readXml(found, { thoroughly: true }))
      ? null
      : 'its XML cannot be read, or is not of the digest recorded for it';
  }
  if (item.kind === 'message') return null;
  const file = item.kind === 'l1' ? path.join(item.path, 'l2_key') : item.path;
  const text = readRegularFile(file)?.bytes.toString('utf8');
  if (text === undefined) return null;
  if (item.kind === 'l1') return isKey(text.trim()) || parseL1Entry(text) ? null : 'it names no L2 entry';
  try {
    JSON.parse(text);
    return null;
  } catch {
    return 'it is not JSON';
  }
}
