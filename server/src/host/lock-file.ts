import { rm, writeFile } from 'node:fs/promises';
import { bytesOrNullSync } from './read-regular-file';
import { mtimeOf } from './stat-memo';

/**
 * Takes a lock between processes: a file that only one of them can create, with the number of that process. Returns false if another
 * one has it. Remove the file to release the lock. A lock whose process has ended, or that is older than `longestMs`, is removed, so
 * that the next attempt can take it.
 */
export async function takeLock(lock: string, longestMs: number): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    // If no file can be created there, whoever needs the lock cannot write either, and says so itself.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return true;
  }
  if (isLeftOver(lock, longestMs)) await rm(lock, { force: true });
  return false;
}

/** Whether the process that took the lock ended without removing it. Another process may have its number by now. */
function isLeftOver(lock: string, longestMs: number): boolean {
  const madeMs = mtimeOf(lock);
  if (madeMs === null || Date.now() - madeMs > longestMs) return madeMs !== null;
  const owner = Number(bytesOrNullSync(lock)?.toString('latin1'));
  // Another process is about to write its number.
  return owner > 0 && !lives(owner);
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
