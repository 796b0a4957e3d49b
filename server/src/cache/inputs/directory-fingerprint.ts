import { encodeText, sortByCodePoint } from './path-bytes';
import { newHash } from '../codecs';

/** Returns the names in a directory in any order. Empty if it cannot be listed. */
export type ListDirectory = (directory: string) => readonly string[];

/**
 * The contract's fingerprint of include directories (`incfp`). A file added to one of them may shadow a header in a later
 * one, and no digest of the headers that were read would show this.
 */
export function includeFingerprint(directories: readonly string[], list: ListDirectory): string {
  const hash = newHash().update('v2\0');
  for (const directory of directories) {
    hash.update(encodeText(directory + '\0'));
    const names = sortByCodePoint([...list(directory)]);
    hash.update(encodeText(names.map((name) => name + '\0').join('')));
    hash.update('\x01');
  }
  return hash.digest('hex');
}
