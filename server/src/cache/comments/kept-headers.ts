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
 */

/** Keeps those headers of a run that the store does not have yet. */
export async function keepHeaders(cache: CacheContext, observed: Observed): Promise<void> {
  const headers = headersOf(observed);
  if (headers.size === 0) return;
  await firstAcceptingRoot(cache, cache.roots, async (root) => {
    for (const [file, digest] of headers) {
      if (storedBlob(root, digest) !== null) continue;
      const content = readRegularFile(file)?.bytes;
      if (content && sha256(content) === digest) await writeBlob(root, content, cache.options.format);
    }
  });
}

/** A header as it was when it had this digest. Null if no root has kept it. */
export const keptHeader = (cache: CacheContext, digest: string): Promise<Buffer | null> =>
  readContent(cache.roots, digest);

/** The digests of the files in the trees of a run, by their paths. */
function headersOf({ prepared, entry, check: { trees } }: Observed): Map<string, string> {
  const isLink = rememberedLinks();
  const files = entry.deps.map(([name, digest]) => {
    return [settledPath(prepared.invocation.cwd, name, isLink), digest] as const;
  });
  return new Map(files.filter(([file, digest]) => trees && digest !== '' && tokenize(file, trees) !== file));
}
