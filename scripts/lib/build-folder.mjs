// The user's own build folder for `npm run demo`.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The absolute `{ build, source }` of a CMake build folder. Throws an error that says what is wrong if it is not one. */
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

/** The source folder in the text of a CMakeCache.txt. */
export function sourceOf(cacheText) {
  return /^CMAKE_HOME_DIRECTORY:INTERNAL=(.+?)\r?$/m.exec(cacheText)?.[1];
}

function readCache(build) {
  const file = path.join(build, 'CMakeCache.txt');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
