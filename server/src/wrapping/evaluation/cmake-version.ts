import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import {
  compareCMakeVersions,
  DEFAULT_CMAKE_VERSION,
  parseVersion,
  type CMakeVersion,
} from '../../cmake/values/version';

/**
 * The version of CMake that is evaluated: the one that configured the build, else the installed one, else a default.
 * @param cache the entries of the build's CMakeCache.txt, or none
 */
export function evaluatedCMakeVersion(cache: ReadonlyMap<string, string>): CMakeVersion {
  return cacheVersion(cache) ?? installedCMakeVersion() ?? DEFAULT_CMAKE_VERSION;
}

/** The version of CMake that configured the build. */
function cacheVersion(cache: ReadonlyMap<string, string>): CMakeVersion | null {
  const part = (name: string): string => cache.get(`CMAKE_CACHE_${name}_VERSION`) ?? '';
  const text = `${part('MAJOR')}.${part('MINOR')}.${part('PATCH')}`;
  return /^\d+\.\d+\.\d+$/.test(text) ? parseVersion(text) : null;
}

/**
 * The version of the first `cmake` on a PATH, found without running it: its files are in `share/cmake-<version>` next to the
 * program. These names have no patch number, so it is 0. Null if there is no such program or folder.
 */
export function installedCMakeVersion(
  searchPath = process.env.PATH ?? '',
  windows = process.platform === 'win32',
): CMakeVersion | null {
  const name = windows ? 'cmake.exe' : 'cmake';
  const found = searchPath
    .split(windows ? ';' : ':')
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
  if (found === undefined) return null;
  for (const folder of shareFolders(path.dirname(realPath(found)))) {
    const version = newestIn(folder);
    if (version !== null) return version;
  }
  return null;
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** Where CMake's files may be: next to its `bin`, or inside the Python package whose script starts it. */
function shareFolders(bin: string): string[] {
  const prefix = path.dirname(bin);
  const packages = [
    prefix,
    ...names(path.join(prefix, 'lib'))
      .filter((name) => name.startsWith('python3'))
      .map((name) => path.join(prefix, 'lib', name, 'site-packages')),
  ];
  return [
    path.join(prefix, 'share'),
    ...packages.map((folder) => path.join(folder, 'cmake', 'data', 'share')),
  ];
}

function newestIn(share: string): CMakeVersion | null {
  const versions = names(share).flatMap((name) => {
    const match = /^cmake-(\d+\.\d+)$/.exec(name);
    return match === null ? [] : [parseVersion(match[1]!)!];
  });
  return versions.sort(compareCMakeVersions).pop() ?? null;
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
