import fs from 'node:fs';
import path from 'node:path';
import { encodePath } from '../inputs/path-bytes';
import type { CacheContext } from '../cache-context';
import { removeQuietly, stagingName } from '../inputs/input-files';
import { readXml, type StoredL2 } from '../storage/entries';
import { OK } from '../storage/store-names';
import { sameTrees, translate } from '../invocation/tree-pair';
import type { Trees } from '../api';

/**
 * Restores the XML of an entry with a fresh mtime, by one rename. If it was made in other trees than `trees`, its paths are
 * translated to `trees`. Returns false if the entry is damaged or the disk cannot be written.
 *
 * `asOfMs`: the time at which its inputs were checked, if that is some time ago. The XML gets this time, so an input
 * modified since then is newer, for ninja and for the next check.
 */
export async function restore(
  cache: CacheContext,
  output: string,
  entry: StoredL2,
  trees: Trees | null,
  asOfMs: number | null = null,
): Promise<boolean> {
  const staging = await stage(cache, output, entry, trees, asOfMs);
  if (staging === null) return false;
  try {
    fs.renameSync(encodePath(staging), encodePath(output));
  } catch (error) {
    return refuse(cache, staging, output, error);
  }
  entry.root.touch(`${entry.name}/${OK}`, cache.now());
  return true;
}

/**
 * Does everything that `restore` does before the rename. Returns the path of the file to rename, which is next to the output.
 * Null if the entry is damaged or the disk cannot be written.
 */
export async function stage(
  cache: CacheContext,
  output: string,
  entry: StoredL2,
  trees: Trees | null,
  asOfMs: number | null = null,
): Promise<string | null> {
  const stored = await readXml(entry, { alone: asOfMs === null });
  if (!stored) return null;
  const madeIn = entry.check?.trees;
  const xml = madeIn && trees ? translateXml(stored, madeIn, trees) : stored;
  const staging = path.join(path.dirname(output), stagingName(path.basename(output)));
  try {
    if (asOfMs === null) fs.writeFileSync(encodePath(staging), xml, { flag: 'wx' });
    else await writeMeanwhile(encodePath(staging), xml, asOfMs / 1000);
    return staging;
  } catch (error) {
    refuse(cache, staging, output, error);
    return null;
  }
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
