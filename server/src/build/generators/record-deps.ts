import { appendFile, rm, stat, truncate } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { takeLock } from '../../host/lock-file';
import { readRegularFile } from '../../host/read-regular-file';
import { runsInFolder } from '../../host/runs-in-folder';
import { pathsOf } from '../build-paths';
import { depsAddition, type DepsRecord } from './ninja-deps';

/**
 * Adds records to the `.ninja_deps` of a build. Returns false if nothing was written, and ninja then repeats the runs: if the file
 * is not understood, and if names would have to be added while a ninja may be running in the build. That ninja has already given
 * their numbers away, and would lose everything that it writes from then on. For the same reason, our own runs take turns.
 *
 * @param isSupported whether the build's ninja has the format, asked only if there is no file yet
 */
export async function recordDeps(
  dir: string,
  records: readonly DepsRecord[],
  isSupported: () => Promise<boolean>,
): Promise<boolean> {
  if (process.platform === 'win32' || os.endianness() !== 'LE') return false;
  const lock = pathsOf(dir).join(dir, 'itk-wrap-records');
  const tooLong = performance.now() + LONGEST_MS;
  while (!(await takeLock(lock, LONGEST_MS))) {
    if (performance.now() > tooLong) return false;
    await setTimeout(POLL_MS);
  }
  try {
    return await add(dir, records, isSupported);
  } catch {
    return false;
  } finally {
    await rm(lock, { force: true });
  }
}

/** Reading and writing the file takes milliseconds. */
const LONGEST_MS = 5000;
const POLL_MS = 3;

async function add(
  dir: string,
  records: readonly DepsRecord[],
  isSupported: () => Promise<boolean>,
): Promise<boolean> {
  const file = pathsOf(dir).join(dir, '.ninja_deps');
  const before = await stateOf(file);
  const content = before === null ? null : await readRegularFile(file);
  if (content === null && !(await isSupported())) return false;
  const addition = depsAddition(content, records);
  if (!addition) return false;
  const isDamaged = content !== null && addition.end < content.length;
  if ((addition.namesFiles || isDamaged) && (await runsInFolder('ninja', dir)) !== false) return false;
  // Ninja may have written to the file meanwhile, or replaced it.
  if ((await stateOf(file)) !== before) return false;
  // Ninja, too, drops everything from the first damaged record on when it starts.
  if (isDamaged) await truncate(file, addition.end);
  // One write, because a ninja that is running appends its records in the same way.
  await appendFile(file, addition.bytes);
  return true;
}

/** What changes when a file is written or replaced. Null if there is none. */
async function stateOf(file: string): Promise<string | null> {
  try {
    const { dev, ino, size, mtimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs].join(' ');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
