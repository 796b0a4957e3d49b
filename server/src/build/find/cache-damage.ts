/** What CMake writes into every CMakeCache.txt, near its end: a file without them was not written to its end. */
const ALWAYS_THERE = ['CMAKE_CACHEFILE_DIR', 'CMAKE_GENERATOR', 'CMAKE_HOME_DIRECTORY'];

/**
 * What is wrong with the text of a CMakeCache.txt as a whole, as the end of a sentence that begins with the file's name;
 * null if it is as CMake writes it. A file that was cut off, or that something else wrote over, must not pass for a build.
 *
 * @param entries what {@link parseCMakeCache} read from the text
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

/** What to do about such a file. */
export const DAMAGED_NEXT = 'Put the file back if you have it, or configure this folder with CMake again.';
