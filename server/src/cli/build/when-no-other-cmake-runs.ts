import { configureAlone } from '../../pipeline/build/configure-alone';
import { CannotAsk } from '../exit';
import { note } from '../terminal/output';

/**
 * Runs `configure` once no other CMake runs in a build directory, and tells the user if that takes time. `configure` gets whether it
 * had to wait.
 * @throws CannotAsk if the user cancels it meanwhile
 */
export async function whenNoOtherCMakeRuns<T>(
  dir: string,
  signal: AbortSignal,
  configure: (waited: boolean) => Promise<T>,
): Promise<T> {
  const onWait = (): void => note(`Waiting until CMake, which already runs in ${dir}, has ended.`);
  try {
    return await configureAlone(dir, configure, { signal, onWait });
  } catch (error) {
    throw signal.aborted ? new CannotAsk(`Cancelled before ${dir} was configured.`) : error;
  }
}
