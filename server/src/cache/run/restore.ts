import fs from 'node:fs';
import path from 'node:path';
import { encodePath } from '../inputs/path-bytes';
import type { CacheContext } from '../cache-context';
import { readRegularFile, removeQuietly, stagingName, statOrNull } from '../inputs/input-files';
import { readXml, type StoredL2 } from '../storage/entries';
import { OK } from '../storage/store-names';
import { sameTrees, translate } from '../invocation/tree-pair';
import type { Trees } from '../api';
import type { Found } from '../lookup/found';
import type { CachedRun } from './begin-run';
import { restoredTime } from './restored-time';

/**
 * Restores the XML of a hit by one rename. If it was made in other trees, its paths are translated to those of the run. Returns
 * false if the entry is damaged or the disk cannot be written.
 *
 * The XML gets a fresh mtime. If its inputs were checked some time ago, it gets the time of that check (`restoredTime`), so an
 * input modified since then is newer, for ninja and for the next check.
 */
export async function restore(run: CachedRun, found: Found & { l2: StoredL2 }): Promise<boolean> {
  const { cache, prepared } = run;
  const { root, name } = found.l2;
  const staging = await stage(run, found);
  if (staging === null) return false;
  if (staging !== 'in place')
    try {
      fs.renameSync(encodePath(staging.file), encodePath(prepared.output));
    } catch (error) {
      return refuse(cache, staging.file, prepared.output, error);
    }
  root.touch(`${name}/${OK}`, cache.now());
  return true;
}

/**
 * Does everything that `restore` does before the rename. Returns the file to rename, which is next to the output, or that the
 * output is already right and has to keep its time. Null if the entry is damaged or the disk cannot be written.
 */
export async function stage(
  run: CachedRun,
  found: Found & { l2: StoredL2 },
): Promise<{ file: string } | 'in place' | null> {
  const { cache, options } = run;
  const { output } = run.prepared;
  const { l2: entry, trees } = found;
  const asOfMs = restoredTime(run, found);
  const stored = await readXml(entry, { alone: asOfMs === null });
  if (!stored) return null;
  const madeIn = entry.check?.trees;
  const xml = madeIn && trees ? translateXml(stored, madeIn, trees) : stored;
  if (options.depfile && holds(output, xml)) return 'in place';
  const staging = path.join(path.dirname(output), stagingName(path.basename(output)));
  try {
    if (asOfMs === null) fs.writeFileSync(encodePath(staging), xml, { flag: 'wx' });
    else await writeMeanwhile(encodePath(staging), xml, asOfMs / 1000);
    return { file: staging };
  } catch (error) {
    refuse(cache, staging, output, error);
    return null;
  }
}

/** Whether a file has this content. */
function holds(file: string, bytes: Buffer): boolean {
  return statOrNull(file)?.size === bytes.length && readRegularFile(file)?.bytes.equals(bytes) === true;
}

function refuse(cache: CacheContext, staging: string, output: string, error: unknown): false {
  removeQuietly(staging);
  cache.warn(`cannot restore ${output}: ${(error as Error).message}`, 'run');
  return false;
}

/** Writes a new file with this mtime, in seconds. Other runs of this process continue meanwhile. */
async function writeMeanwhile(file: string | Buffer, bytes: Buffer, seconds: number): Promise<void> {
  const descriptor = fs.openSync(file, 'wx');
  try {
    for (let at = 0; at < bytes.length;) at += await writeSome(descriptor, bytes, at);
    fs.futimesSync(descriptor, seconds, seconds);
  } finally {
    fs.closeSync(descriptor);
  }
}

function writeSome(descriptor: number, bytes: Buffer, from: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.write(descriptor, bytes, from, (error, written) => {
      if (error) reject(error);
      else resolve(written);
    });
  });
}

/** Translates the paths of an XML from the trees in which it was made to other trees. */
export function translateXml(xml: Buffer, madeIn: Trees, trees: Trees): Buffer {
  return sameTrees(madeIn, trees) ? xml : translate(xml, madeIn, trees, escapeXml);
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
