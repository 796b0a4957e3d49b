import { type BuildFs, diskFs, mtimeOrNull } from './files';
import type { BuildType } from './types';

/** An XML beside its inputs, by modification times. */
export interface XmlTimes {
  state: 'fresh' | 'stale' | 'missing';
  /** The newest input that is newer than the XML, or an input that is gone; null unless `stale`. */
  because: string | null;
}

/**
 * Whether a type's XML is up to date, by the modification times of `inputs`: those that the build knows, and `more` such as
 * the headers that a cache manifest lists. Ninja alone does not know the headers that headers include.
 * @param mtime lets the caller share looked-up times between types, which name the same headers.
 */
export async function xmlTimes(
  type: BuildType,
  more: readonly string[] = [],
  mtime: (file: string) => Promise<number | null> = mtimeMemo(diskFs),
): Promise<XmlTimes> {
  const xml = await mtime(type.xml);
  if (xml === null) return { state: 'missing', because: null };
  const inputs = new Set([type.cxx, type.inc, ...type.inputs, ...more]);
  let newest: { file: string; time: number } | null = null;
  for (const file of inputs) {
    const time = await mtime(file);
    if (time === null) return { state: 'stale', because: file };
    if (time > xml && (newest === null || time > newest.time)) newest = { file, time };
  }
  return newest === null ? { state: 'fresh', because: null } : { state: 'stale', because: newest.file };
}

/** Modification times, each looked up once. Make a new one for each look at the disk. */
export function mtimeMemo(fs: BuildFs): (file: string) => Promise<number | null> {
  const known = new Map<string, Promise<number | null>>();
  return (file) => {
    let time = known.get(file);
    if (!time) known.set(file, (time = mtimeOrNull(file, fs)));
    return time;
  };
}
