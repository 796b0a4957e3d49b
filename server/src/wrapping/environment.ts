import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseCMakeCache } from '../build/cmakeCache';
import { toByteString } from '../cmake/bytes';
import type { Version } from '../cmake/policies';
import type { CacheEntry } from '../cmake/state';
import { textOrNullSync } from '../util/read-regular-file';
import type { PredictionInput } from './types';

/** What a configure of the build would begin with. */
export interface ConfigureEnvironment {
  version: Version;
  cache: Map<string, CacheEntry>;
  variables: Map<string, string>;
  /** Scripts in which CMake keeps what it found out of the system and the compilers. */
  platformFiles: string[];
  /** There is no CMakeCache.txt. */
  fresh: boolean;
}

/** CMake's version where there is no build that names one. */
const DEFAULT_VERSION: Version = [3, 28, 0];

export function configureEnvironment(input: PredictionInput): ConfigureEnvironment {
  const stored = parseCMakeCache(textOrNullSync(path.join(input.build, 'CMakeCache.txt')) ?? '');
  const cache = new Map<string, CacheEntry>();
  for (const [name, value] of stored)
    if (!/-(ADVANCED|MODIFIED|STRINGS)$/.test(name))
      cache.set(toByteString(name), { value: toByteString(value), type: 'STRING', help: '' });
  for (const [name, value] of Object.entries(input.cache ?? {}))
    cache.set(toByteString(name), { value: toByteString(value), type: 'STRING', help: '' });
  const version = cacheVersion(stored);
  return {
    version,
    cache,
    variables: variables(input, version, stored),
    platformFiles: platformFiles(input, version),
    fresh: stored.size === 0,
  };
}

function cacheVersion(cache: ReadonlyMap<string, string>): Version {
  const part = (name: string): number => Number(cache.get(`CMAKE_CACHE_${name}_VERSION`));
  const version: Version = [part('MAJOR'), part('MINOR'), part('PATCH')];
  return version.every(Number.isInteger) ? version : DEFAULT_VERSION;
}

function variables(
  input: PredictionInput,
  version: Version,
  cache: ReadonlyMap<string, string>,
): Map<string, string> {
  const entries: [string, string][] = [
    ['CMAKE_SOURCE_DIR', input.source],
    ['CMAKE_BINARY_DIR', input.build],
    ['CMAKE_CURRENT_SOURCE_DIR', input.source],
    ['CMAKE_CURRENT_BINARY_DIR', input.build],
    ['CMAKE_VERSION', version.join('.')],
    ['CMAKE_MAJOR_VERSION', String(version[0])],
    ['CMAKE_MINOR_VERSION', String(version[1])],
    ['CMAKE_PATCH_VERSION', String(version[2])],
    ['CMAKE_GENERATOR', cache.get('CMAKE_GENERATOR') ?? 'Ninja'],
    ['CMAKE_FILES_DIRECTORY', '/CMakeFiles'],
    ['CMAKE_SIZEOF_VOID_P', '8'],
    ['CMAKE_MAKE_PROGRAM', cache.get('CMAKE_MAKE_PROGRAM') ?? 'ninja'],
    ['CMAKE_CXX_COMPILER', cache.get('CMAKE_CXX_COMPILER') ?? 'c++'],
    ['CMAKE_C_COMPILER', cache.get('CMAKE_C_COMPILER') ?? 'cc'],
    ...platformVariables(),
  ];
  return new Map(entries.map(([name, value]) => [name, toByteString(value)]));
}

function platformVariables(): [string, string][] {
  switch (process.platform) {
    case 'win32':
      return [
        ['WIN32', '1'],
        ['CMAKE_HOST_WIN32', '1'],
        ['CMAKE_SYSTEM_NAME', 'Windows'],
        ['CMAKE_HOST_SYSTEM_NAME', 'Windows'],
      ];
    case 'darwin':
      return [
        ['UNIX', '1'],
        ['APPLE', '1'],
        ['CMAKE_HOST_UNIX', '1'],
        ['CMAKE_HOST_APPLE', '1'],
        ['CMAKE_SYSTEM_NAME', 'Darwin'],
        ['CMAKE_HOST_SYSTEM_NAME', 'Darwin'],
      ];
    default:
      return [
        ['UNIX', '1'],
        ['CMAKE_HOST_UNIX', '1'],
        ['CMAKE_SYSTEM_NAME', 'Linux'],
        ['CMAKE_HOST_SYSTEM_NAME', 'Linux'],
      ];
  }
}

function platformFiles(input: PredictionInput, version: Version): string[] {
  const folder = path.join(input.build, 'CMakeFiles', version.join('.'));
  if (!existsSync(folder)) return [];
  const wanted = ['CMakeSystem.cmake', 'CMakeCCompiler.cmake', 'CMakeCXXCompiler.cmake'];
  const present = new Set(readdirSync(folder));
  return wanted.filter((name) => present.has(name)).map((name) => toByteString(path.join(folder, name)));
}
