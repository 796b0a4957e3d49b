import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bytesOrNullSync } from '../../host/read-regular-file';
import { runsInFolder } from '../../host/runs-in-folder';
import { mtimeOf } from '../../host/stat-memo';

const POLL_MS = 100;
/** A ninja that has just started reads its file before it runs CMake. For ITK, that takes less than half a second. */
const NINJA_STARTS_CMAKE_MS = 1500;
/** CMake takes a minute for ITK. Even a slow machine needs much less than this. */
const LONGEST_RUN_MS = 30 * 60_000;

export interface AloneOptions {
  signal: AbortSignal;
  /** Called once if something has to be waited for. */
  onWait: () => void;
}

/**
 * Runs `configure` while no other CMake runs in a build directory, as far as that can be known. CMake itself does not prevent two
 * runs. ITK's scripts try to compile files, always in the same folder, and remember what they have found there, so that two
 * runs at the same time give wrong answers or fail.
 *
 * `configure` gets whether another run was waited for, which may have done the work. Rejects if the signal is aborted.
 */
export async function configureAlone<T>(
  dir: string,
  configure: (waited: boolean) => Promise<T>,
  options: AloneOptions,
): Promise<T> {
  const lock = path.join(dir, 'itk-wrap-configures');
  const until = waiter(options);
  await until(() => take(lock));
  try {
    const ninjaMs = performance.now() + NINJA_STARTS_CMAKE_MS;
    await until(async () => {
      if (await runsInFolder('cmake', dir)) return false;
      return performance.now() >= ninjaMs || (await runsInFolder('ninja', dir)) !== true;
    });
    return await configure(until.waited());
  } finally {
    await rm(lock, { force: true });
  }
}

/** Asks until the answer is yes, and remembers whether it ever was no. */
function waiter({ signal, onWait }: AloneOptions): {
  (isReady: () => Promise<boolean>): Promise<void>;
  waited(): boolean;
} {
  let waited = false;
  const until = async (isReady: () => Promise<boolean>): Promise<void> => {
    while (!(await isReady())) {
      if (!waited) onWait();
      waited = true;
      await setTimeout(POLL_MS, undefined, { signal });
    }
  };
  return Object.assign(until, { waited: () => waited });
}

/** Takes the lock between our own processes, which says who has it. */
async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    // A build that cannot be written is CMake's to report.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return true;
  }
  if (isLeftOver(lock)) await rm(lock, { force: true });
  return false;
}

/** Whether the process that took the lock ended without removing it. Another process may have its number by now. */
function isLeftOver(lock: string): boolean {
  const madeMs = mtimeOf(lock);
  if (madeMs === null || Date.now() - madeMs > LONGEST_RUN_MS) return madeMs !== null;
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
