import fs from 'node:fs';
import path from 'node:path';
import { encodePath } from '../inputs/path-bytes';
import type { CacheContext } from '../cache-context';
import { readRegularFile, removeQuietly, stagingName, statOrNull } from '../inputs/input-files';
import type { StoredL2 } from '../storage/entries';
import { OK } from '../storage/store-names';
import { translateXml } from '../invocation/translate-xml';
import type { Found } from '../lookup/found';
import type { WrittenXml } from '../storage/type-record';
import type { CachedRun } from './begin-run';
import { quietly } from './hit';
import { restoredTime } from './restored-time';
import { recordXml } from './save';

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
  const staged = await stage(run, found);
  if (staged === null) return false;
  if (staged.file !== null)
    try {
      fs.renameSync(encodePath(staged.file), encodePath(prepared.output));
    } catch (error) {
      return refuse(cache, staged.file, prepared.output, error);
    }
  root.touch(`${name}/${OK}`, cache.now());
  await quietly(cache, () => recordXml(cache, prepared, found.l2Key ?? '', staged.xml));
  return true;
}

/** An XML that only has to be renamed. */
export interface StagedXml {
  /** The finished file, next to the output. Null if the output is already right and has to keep its time. */
  file: string | null;
  xml: WrittenXml & { sha256: string | undefined };
}

/** Does everything that `restore` does before the rename. Null if the entry is damaged or the disk cannot be written. */
export async function stage(run: CachedRun, found: Found & { l2: StoredL2 }): Promise<StagedXml | null> {
  const { cache, options } = run;
  const { output } = run.prepared;
  const { l2: entry, trees } = found;
  const asOfMs = restoredTime(run, found);
  const stored = await run.ahead.take(entry);
  if (!stored) return null;
  const madeIn = entry.check?.trees;
  const xml = madeIn && trees ? translateXml(stored, madeIn, trees) : stored;
  const kept = options.depfile ? sameFile(output, xml) : null;
  const sha256 = entry.check?.sha256;
  if (kept) return { file: null, xml: { ...kept, sha256 } };
  const staging = path.join(path.dirname(output), stagingName(path.basename(output)));
  try {
    if (asOfMs === null) fs.writeFileSync(encodePath(staging), xml, { flag: 'wx' });
    else await writeMeanwhile(encodePath(staging), xml, asOfMs / 1000);
    const { mtimeMs } = fs.statSync(encodePath(staging));
    return { file: staging, xml: { bytes: xml.length, mtimeMs, sha256 } };
  } catch (error) {
    refuse(cache, staging, output, error);
    return null;
  }
}

/** A file that has this content. Null if it has another. */
function sameFile(file: string, bytes: Buffer): WrittenXml | null {
  const content = statOrNull(file)?.size === bytes.length ? readRegularFile(file) : null;
  if (!content?.bytes.equals(bytes)) return null;
  return { bytes: content.signature.size, mtimeMs: content.signature.mtimeMs };
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
