import { realpathSync } from 'node:fs';
import path from 'node:path';
import { parseCMakeCache } from '../../build/cmake-cache';
import type { BuildTree } from '../../build/build-tree';
import { textOrNull } from '../../host/read-regular-file';
import { isItk } from '../../wrapping/evaluation/without-build';
import { leadsOut } from '../../shared/path-parts';

/**
 * The source trees to index: the folders, the build's source, and for an external module the ITK that it is built against. A
 * tree inside another is omitted, because the outer one contains it. If a folder is itself an ITK, the sources of a build of
 * another ITK are omitted. Both define the same names, and a rename would change both.
 */
export async function sourceRoots(
  folders: readonly string[],
  build: Pick<BuildTree, 'source' | 'cache'> | undefined,
): Promise<string[]> {
  const itk = build ? await itkSource(build) : null;
  const ofBuild = build ? [build.source, ...(itk ? [itk] : [])] : [];
  const ownItk = folders.some(isItk);
  const isOther = ownItk && !ofBuild.some((source) => folders.some((folder) => isRelated(folder, source)));
  const roots = [...new Set([...folders, ...(isOther ? [] : ofBuild)].map((root) => path.resolve(root)))];
  return roots.filter((root) => !roots.some((other) => other !== root && isInside(root, other)));
}

function isRelated(folder: string, source: string): boolean {
  const [one, other] = [realpathOf(folder), realpathOf(source)];
  return isInside(one, other) || isInside(other, one);
}

function realpathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return path.resolve(folder);
  }
}

/** Whether a path is a folder or inside it. */
export function isInside(file: string, dir: string): boolean {
  return !leadsOut(path.relative(dir, file));
}

/** The source tree of the ITK build that `ITK_DIR` names. Null for ITK itself and for an installed ITK. */
async function itkSource(build: Pick<BuildTree, 'cache'>): Promise<string | null> {
  const dir = build.cache.get('ITK_DIR');
  if (!dir) return null;
  const text = await textOrNull(path.join(dir, 'CMakeCache.txt'));
  return (text !== null && parseCMakeCache(text).get('CMAKE_HOME_DIRECTORY')) || null;
}
