import type { StoreRoot } from './store-root';

/** The maximum number of entries of one key, which is more than the number of branches in use. */
const MAX_ENTRIES = 8;

/** The names of the entries in the folder of a key. */
export function entriesOfKey(root: StoreRoot, folder: string, pattern: RegExp): string[] {
  return root
    .list(folder)
    .filter(({ name }) => pattern.test(name))
    .map(({ name }) => `${folder}/${name}`);
}

/**
 * Adds an entry to the folder of a key and returns its name in the root. `digest` says which inputs it is for, so that it
 * replaces the entry for the same ones. Removes the oldest entries beyond the limit. Throws an error if the root cannot be
 * written.
 */
export function addEntryOfKey(
  root: StoreRoot,
  folder: string,
  pattern: RegExp,
  { digest, text }: { digest: string; text: string | Buffer },
): string {
  const written = `${folder}/${digest.slice(0, 16)}.json`;
  root.write(written, text);
  const names = entriesOfKey(root, folder, pattern);
  if (names.length <= MAX_ENTRIES) return written;
  const dated = names.map((name) => ({ name, at: root.timeOf(name) ?? 0 }));
  for (const { name } of dated.sort((a, b) => b.at - a.at).slice(MAX_ENTRIES)) root.remove(name);
  return written;
}
