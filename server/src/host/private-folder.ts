import { lstatSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Creates the folder if it does not exist. Returns why it cannot be used, or null: it must be a folder of this user that nobody
 * else may enter.
 */
export function makePrivate(folder: string): string | null {
  try {
    mkdirSync(path.dirname(folder), { recursive: true });
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return (error as Error).message;
  }
  return privateProblem(folder);
}

/** Why a folder is not private, or null. On Windows, where the user's folders are private by default, any folder counts. */
export function privateProblem(folder: string): string | null {
  try {
    const stats = lstatSync(folder);
    if (!stats.isDirectory()) return `${folder} is not a folder`;
    if (!process.geteuid) return null;
    if (stats.uid !== process.geteuid()) return `${folder} belongs to another user`;
    return (stats.mode & 0o077) === 0 ? null : `others may enter ${folder}; remove it, or make its mode 700`;
  } catch (error) {
    return (error as Error).message;
  }
}
