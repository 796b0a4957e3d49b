import fs from 'node:fs';
import path from 'node:path';
import { encodePath } from './bytes';
import type { Engine } from './engine';
import { removeQuietly, stagingName } from './files';
import { readXml, touch, type StoredL2 } from './store';
import { sameTrees, translate } from './trees';
import type { Trees } from './types';

/**
 * Puts the XML of an entry in its place, with a fresh mtime, by one rename. Where it was made in other trees than
 * `trees`, its paths are made those of `trees`. False where the entry is damaged or the disk does not take it.
 *
 * `asOfMs`: the moment at which its inputs were looked at, where that is some time ago. The XML is dated so: an input
 * that was modified since then is newer than it, for ninja and for the next look.
 */
export async function restore(
  engine: Engine,
  output: string,
  entry: StoredL2,
  trees: Trees | null,
  asOfMs: number | null = null,
): Promise<boolean> {
  const stored = await readXml(entry, { alone: asOfMs === null });
  if (!stored) return false;
  const madeIn = entry.check?.trees;
  const xml = madeIn && trees ? translateXml(stored, madeIn, trees) : stored;
  const staging = path.join(path.dirname(output), stagingName(path.basename(output)));
  try {
    if (asOfMs === null) fs.writeFileSync(encodePath(staging), xml, { flag: 'wx' });
    else {
      // Of many runs in one process: the others go on meanwhile.
      await fs.promises.writeFile(encodePath(staging), xml, { flag: 'wx' });
      fs.utimesSync(encodePath(staging), asOfMs / 1000, asOfMs / 1000);
    }
    fs.renameSync(encodePath(staging), encodePath(output));
  } catch (error) {
    removeQuietly(staging);
    engine.warn(`cannot restore ${output}: ${(error as Error).message}`);
    return false;
  }
  touch([path.join(entry.folder, '_ok')], engine.now());
  return true;
}

/** An XML that was made in one pair of trees, with the paths of another. */
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
