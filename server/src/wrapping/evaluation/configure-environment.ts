import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseCMakeCache } from '../../build/cmake-cache';
import { toByteString } from '../../cmake/values/byte-string';
import { versionVariables, type CMakeVersion } from '../../cmake/values/version';
import type { CacheEntry } from '../../cmake/runtime/scopes/state';
import { evaluatedCMakeVersion } from './cmake-version';
import { textOrNullSync } from '../../host/read-regular-file';
import type { PredictionInput } from './prediction-types';

/** The initial state of a configure of the build. */
export interface ConfigureEnvironment {
  version: CMakeVersion;
  cache: Map<string, CacheEntry>;
  variables: Map<string, string>;
  /** Scripts in which CMake stores what it detected about the system and the compilers. */
  platformFiles: string[];
  /** CMake never finished a configure, so its cache is missing or incomplete. */
  fresh: boolean;
}

/** Reads the initial state from a build, or makes the one of a first configure. */
export function configureEnvironment(input: PredictionInput): ConfigureEnvironment {
  const stored = parseCMakeCache(textOrNullSync(path.join(input.build, 'CMakeCache.txt')) ?? '');
  const cache = new Map<string, CacheEntry>();
  for (const [name, value] of stored)
    if (!/-(ADVANCED|MODIFIED|STRINGS)$/.test(name))
      cache.set(toByteString(name), { value: toByteString(value), type: 'STRING', help: '' });
  for (const [name, value] of Object.entries(input.cache ?? {}))
    cache.set(toByteString(name), { value: toByteString(value), type: 'STRING', help: '' });
  const version = evaluatedCMakeVersion(stored);
  return {
    version,
    cache,
    variables: variables(input, version, stored),
    platformFiles: platformFiles(input, version),
    fresh: !GENERATED.some((name) => existsSync(path.join(input.build, name))),
  };
}

/** Files that a generator writes at the end of a configure. */
const GENERATED = ['build.ninja', 'Makefile', 'ALL_BUILD.vcxproj'];

function variables(
  input: PredictionInput,
  version: CMakeVersion,
  cache: ReadonlyMap<string, string>,
): Map<string, string> {
  const entries: [string, string][] = [
    ['CMAKE_SOURCE_DIR', input.source],
    ['CMAKE_BINARY_DIR', input.build],
    ['CMAKE_CURRENT_SOURCE_DIR', input.source],
    ['CMAKE_CURRENT_BINARY_DIR', input.build],
    ...versionVariables(version),
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

function platformFiles(input: PredictionInput, version: CMakeVersion): string[] {
  const folder = path.join(input.build, 'CMakeFiles', version.join('.'));
  if (!existsSync(folder)) return [];
  const wanted = ['CMakeSystem.cmake', 'CMakeCCompiler.cmake', 'CMakeCXXCompiler.cmake'];
  const present = new Set(readdirSync(folder));
  return wanted.filter((name) => present.has(name)).map((name) => toByteString(path.join(folder, name)));
}
