import { lstat, realpath, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { reasonOf } from '../../host/build-files';
import { isInside } from '../build-paths';

/**
 * Removes one file of a build. Paths from a build are untrusted: only a regular file is removed, and only if its real folder
 * (with links resolved) is inside one of these folders.
 *
 * @param dirs the build, and any other build that it writes into
 * @returns why it was not removed, as a sentence; null if it no longer exists
 */
export async function removeFileInside(file: string, dirs: readonly string[]): Promise<string | null> {
  try {
    const stats = await lstatOrNull(file);
    if (stats === null) return null;
    if (!stats.isFile()) return `${file} is not a regular file and was not removed.`;
    if (!(await liesIn(file, dirs))) return `${file} is outside the build and was not removed.`;
    await rm(file);
    return null;
  } catch (error) {
    return `${file} cannot be removed: ${reasonOf(error)}.`;
  }
}

/** Removes a folder of a build with everything in it, under the same conditions. Links in it are removed, not followed. */
export async function removeFolderInside(folder: string, dir: string): Promise<string | null> {
  try {
    const stats = await lstatOrNull(folder);
    if (stats === null) return null;
    if (!stats.isDirectory()) return `${folder} is not a folder and was not removed.`;
    if (!(await liesIn(folder, [dir]))) return `${folder} is outside the build and was not removed.`;
    await rm(folder, { recursive: true });
    return null;
  } catch (error) {
    return `${folder} cannot be removed: ${reasonOf(error)}.`;
  }
}

/** Whether the real path of a file is one of these folders or inside one. */
export async function liesIn(file: string, dirs: readonly string[]): Promise<boolean> {
  const parent = await realpath(path.dirname(file));
  for (const dir of dirs) if (isInside(parent, await realpath(dir))) return true;
  return false;
}

async function lstatOrNull(file: string): Promise<Awaited<ReturnType<typeof lstat>> | null> {
  try {
    return await lstat(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
