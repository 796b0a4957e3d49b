// A reader's own build folder, as far as opening it asks.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The absolute `{ build, source }` of a CMake build folder; an error says what is the matter with one that is none. */
export function openableBuild(folder, read = readCache) {
  const build = path.resolve(folder);
  const cache = read(build);
  if (cache === undefined)
    throw new Error(
      `${build} is not a build folder: it has no CMakeCache.txt. Configure it with CMake first.`,
    );
  const source = sourceOf(cache);
  if (!source)
    throw new Error(
      `${path.join(build, 'CMakeCache.txt')} names no CMAKE_HOME_DIRECTORY: configure it again.`,
    );
  return { build, source };
}

/** The folder of the sources that a CMakeCache.txt belongs to. */
export function sourceOf(cacheText) {
  return /^CMAKE_HOME_DIRECTORY:INTERNAL=(.+?)\r?$/m.exec(cacheText)?.[1];
}

function readCache(build) {
  const file = path.join(build, 'CMakeCache.txt');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
