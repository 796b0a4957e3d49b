import * as l10n from '@vscode/l10n';
/** Entries that CMake writes near the end of every CMakeCache.txt. A file without them is incomplete. */
const ALWAYS_THERE = ['CMAKE_CACHEFILE_DIR', 'CMAKE_GENERATOR', 'CMAKE_HOME_DIRECTORY'];

/**
 * What is wrong with a CMakeCache.txt, in a sentence; null if it is complete. A truncated or overwritten file must not count
 * as a build.
 *
 * @param text the text of `file`
 * @param entries the result of {@link parseCMakeCache} for the text
 */
export function cacheDamage(file: string, text: string, entries: ReadonlyMap<string, string>): string | null {
  if (text.trim() === '') return l10n.t('{0} is empty.', file);
  if (text.includes('\0')) return l10n.t('{0} has bytes that are not text.', file);
  if (entries.size === 0) return l10n.t('{0} is not a CMakeCache.txt: it has no entries.', file);
  const absent = ALWAYS_THERE.filter((name) => !entries.has(name));
  if (absent.length > 0) return l10n.t('{0} is not complete: it lacks {1}.', file, absent.join(', '));
  if (!text.endsWith('\n')) return l10n.t('{0} is cut off in the middle of a line.', file);
  return null;
}

/** The advice for such a file. */
export const damagedNext = (): string =>
  l10n.t('Put the file back if you have it, or configure this folder with CMake again.');
