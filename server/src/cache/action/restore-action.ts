import type { CacheContext } from '../cache-context';
import { sha256 } from '../codecs';
import { lstatOrNull, readRegularFile } from '../inputs/input-files';
import { sameTrees, translate } from '../invocation/tree-pair';
import type { Trees } from '../api';
import { KEPT, type Blob } from './action';
import { blobsOf, type StoredAction } from './action-entry';
import { resolved } from './action-inputs';
import { readBlob, storedBlob } from './blobs';
import { isExecutable, moveAll, type Move, type Placement, stageOutputs } from './place-outputs';

/** What a restored entry wrote and printed. */
export interface Restored extends Omit<StagedAction, 'moves'> {
  written: readonly string[];
}

/** An entry that is ready to be restored. */
export interface StagedAction {
  /** The finished outputs that differ from those on the disk. */
  moves: readonly Move[];
  kept: ReadonlyMap<string, Buffer>;
  stdout: Buffer;
  stderr: Buffer;
}

/**
 * Restores an entry completely or not at all: every content is at hand and verified before the first output is replaced.
 * Returns null if a content is missing or damaged. Throws the system's error if an output cannot be written.
 */
export async function restoreAction(
  cache: CacheContext,
  stored: StoredAction,
  trees: Trees | null,
): Promise<Restored | null> {
  const staged = await stageAction(cache, stored, trees);
  if (!staged) return null;
  const { moves, ...rest } = staged;
  const written = moveAll(moves);
  markUsed(cache, stored);
  return { ...rest, written };
}

/**
 * Does everything of `restoreAction` but the renames. Returns null if a content is missing or damaged. Throws the system's error
 * if an output cannot be written.
 */
export async function stageAction(
  cache: CacheContext,
  { entry }: StoredAction,
  trees: Trees | null,
): Promise<StagedAction | null> {
  const placements: Placement[] = [];
  const kept = new Map<string, Buffer>();
  for (const output of entry.outputs) {
    if (output.path.startsWith(KEPT)) {
      const content = await readBlob(cache.roots, output);
      if (content === null) return null;
      kept.set(output.path.slice(KEPT.length), content);
      continue;
    }
    const path = resolved(output.path, trees);
    // An output that is right already need not be in the store.
    if (isRight(path, output, output.executable)) continue;
    const content = await readBlob(cache.roots, output);
    if (content === null) return null;
    placements.push({ path, content, executable: output.executable });
  }
  const stdout = await messages(cache, entry.stdout, entry.trees, trees);
  const stderr = await messages(cache, entry.stderr, entry.trees, trees);
  if (stdout === null || stderr === null) return null;
  return { moves: stageOutputs(placements), kept, stdout, stderr };
}

function isRight(file: string, blob: Blob, executable: boolean): boolean {
  const stats = lstatOrNull(file);
  if (!stats?.isFile() || stats.size !== blob.bytes || isExecutable(stats.mode) !== executable) return false;
  const content = readRegularFile(file);
  return content !== null && sha256(content.bytes) === blob.sha256;
}

async function messages(
  cache: CacheContext,
  blob: Blob | null,
  madeIn: Trees | null,
  trees: Trees | null,
): Promise<Buffer | null> {
  if (blob === null) return Buffer.alloc(0);
  const text = await readBlob(cache.roots, blob);
  return text && madeIn && trees && !sameTrees(madeIn, trees) ? translate(text, madeIn, trees) : text;
}

/** Marks an entry and its blobs as used. An entry is never newer than its blobs, so that eviction removes it first. */
export function markUsed(
  cache: CacheContext,
  { root, name, entry }: Pick<StoredAction, 'root' | 'name' | 'entry'>,
): void {
  const now = cache.now();
  root.touch(name, now);
  for (const candidate of cache.roots)
    for (const blob of blobsOf(entry)) {
      const file = storedBlob(candidate, blob.sha256);
      if (file !== null) candidate.touch(file, now);
    }
}
