import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { takeLock } from '../../host/lock-file';
import { runsInFolder } from '../../host/runs-in-folder';

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
  await until(() => takeLock(lock, LONGEST_RUN_MS));
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
