/** Entries that CMake writes near the end of every CMakeCache.txt. A file without them is incomplete. */
const ALWAYS_THERE = ['CMAKE_CACHEFILE_DIR', 'CMAKE_GENERATOR', 'CMAKE_HOME_DIRECTORY'];

/**
 * What is wrong with the text of a CMakeCache.txt, as the end of a sentence that begins with the file's name; null if it is
 * complete. A truncated or overwritten file must not count as a build.
 *
 * @param entries the result of {@link parseCMakeCache} for the text
 */
export function cacheDamage(text: string, entries: ReadonlyMap<string, string>): string | null {
  if (text.trim() === '') return 'is empty';
  if (text.includes('\0')) return 'holds bytes that are not text';
  if (entries.size === 0) return 'is not a CMakeCache.txt: it has no entries';
  const absent = ALWAYS_THERE.filter((name) => !entries.has(name));
  if (absent.length > 0) return `is not complete: it lacks ${new Intl.ListFormat('en').format(absent)}`;
  if (!text.endsWith('\n')) return 'is cut off in the middle of a line';
  return null;
}

/** The advice for such a file. */
export const DAMAGED_NEXT = 'Put the file back if you have it, or configure this folder with CMake again.';
