import { readContent, storedBlob, writeBlob } from '../action/blobs';
import type { CacheContext } from '../cache-context';
import { sha256 } from '../codecs';
import { readRegularFile } from '../inputs/input-files';
import type { Observed } from '../inputs/observe';
import { rememberedLinks, settledPath } from '../inputs/settled-path';
import { tokenize } from '../invocation/tree-pair';
import { firstAcceptingRoot } from '../run/save';

/*
 * The store keeps the headers of a run that are in its trees, under their digests. After an edit, they are compared with the new ones.
 * They are not compressed, because the first run through a new store writes hundreds of them.
 */

/** The texts of those headers of a run that no root has yet. castxml may run meanwhile. */
export function newHeaders({ roots }: CacheContext, { prepared, entry, check }: Observed): Buffer[] {
  const { trees } = check;
  if (!trees) return [];
  const isLink = rememberedLinks();
  const isKnown = (digest: string): boolean => roots.some((root) => storedBlob(root, digest) !== null);
  return entry.deps.flatMap(([name, digest]) => {
    const file = settledPath(prepared.invocation.cwd, name, isLink);
    if (digest === '' || tokenize(file, trees) === file || isKnown(digest)) return [];
    const text = readRegularFile(file)?.bytes;
    return text && sha256(text) === digest ? [text] : [];
  });
}

/** Keeps headers in the first root that accepts them. */
export async function keepHeaders(cache: CacheContext, headers: readonly Buffer[]): Promise<void> {
  if (headers.length === 0) return;
  await firstAcceptingRoot(cache, cache.roots, async (root) => {
    for (const text of headers) await writeBlob(root, text, 'uncompressed');
  });
}

/** A header as it was when it had this digest. Null if no root has kept it. */
export const keptHeader = ({ roots }: CacheContext, digest: string): Promise<Buffer | null> =>
  readContent(roots, digest);
