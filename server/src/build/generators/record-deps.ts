import { appendFile, stat } from 'node:fs/promises';
import os from 'node:os';
import { readRegularFile } from '../../host/read-regular-file';
import { runsInFolder } from '../../host/runs-in-folder';
import { pathsOf } from '../build-paths';
import { depsAddition, type DepsRecord } from './ninja-deps';

/**
 * Adds records to the `.ninja_deps` of a build. Returns false if nothing was written, and ninja then repeats the runs: if the file
 * is not understood, and if names would have to be added while a ninja may be running in the build. That ninja has already given
 * their numbers away, and would lose everything that it writes from then on.
 *
 * @param isSupported whether the build's ninja has the format, asked only if there is no file yet
 */
export async function recordDeps(
  dir: string,
  records: readonly DepsRecord[],
  isSupported: () => Promise<boolean>,
): Promise<boolean> {
  if (process.platform === 'win32' || os.endianness() !== 'LE') return false;
  const file = pathsOf(dir).join(dir, '.ninja_deps');
  try {
    const before = await stateOf(file);
    const content = before === null ? null : await readRegularFile(file);
    if (content === null && !(await isSupported())) return false;
    const addition = depsAddition(content, records);
    if (!addition || (addition.namesFiles && (await runsInFolder('ninja', dir)) !== false)) return false;
    // Ninja may have written to the file meanwhile, or replaced it.
    if ((await stateOf(file)) !== before) return false;
    // One write, because a ninja that is running appends its records in the same way.
    await appendFile(file, addition.bytes);
    return true;
  } catch {
    return false;
  }
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
