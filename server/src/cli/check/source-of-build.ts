import { existsSync } from 'node:fs';
import path from 'node:path';
import { readSoundCache } from '../../build/find/sound-cache';
import { CannotAsk } from '../exit';

/**
 * The source tree of a build.
 * @throws CannotAsk if it is not a build, is damaged, or was moved
 */
export async function sourceOfBuild(build: string): Promise<string | undefined> {
  const cacheFile = path.join(build, 'CMakeCache.txt');
  if (!existsSync(cacheFile))
    throw new CannotAsk(`${build} is not a build directory: it has no CMakeCache.txt.`);
  const { entries, problem } = await readSoundCache(build);
  if (problem) throw new CannotAsk(`${problem.message} ${problem.next}`);
  return entries.get('CMAKE_HOME_DIRECTORY');
}
