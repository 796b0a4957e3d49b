import type { BuildType } from '../build/types';
import type { StatMemo } from './statMemo';
import type { XmlState } from './types';

/**
 * Whether a type's XML is newer than everything it was made from. Ninja compares it with its direct inputs only; here
 * every header counts that a manifest of the cache lists.
 * @returns `because`: the newest input that is newer than the XML, or an input that is gone
 */
export function xmlStateOf(
  type: BuildType,
  headers: readonly string[],
  stats: StatMemo,
): { state: XmlState; because: string | null } {
  const made = stats.mtime(type.xml);
  if (made === null) return { state: 'missing', because: null };
  let newest: { file: string; changed: number } | null = null;
  for (const files of [[type.cxx, type.inc], type.inputs, headers])
    for (const file of files) {
      const changed = stats.mtime(file);
      if (changed === null) return { state: 'stale', because: file };
      if (changed > made && (newest === null || changed > newest.changed)) newest = { file, changed };
    }
  return newest ? { state: 'stale', because: newest.file } : { state: 'fresh', because: null };
}
