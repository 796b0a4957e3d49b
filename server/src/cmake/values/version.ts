/** A version of CMake, and the functions that depend on it. */

/** The plain numbers that `cmake --version` prints. */
export type CMakeVersion = readonly [major: number, minor: number, patch: number];

/** The version that is used if neither a build nor an installed CMake names one. */
export const DEFAULT_CMAKE_VERSION: CMakeVersion = [4, 4, 0];

/** Reads `3`, `3.16`, `3.16.3`, `3.16.3.1` or `3.31.0-rc2`. Returns null if the text is not a version. */
export function parseVersion(text: string): CMakeVersion | null {
  const match = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)*(?:-.*)?$/.exec(text);
  if (match === null) return null;
  return [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

/** Negative if `a` is older, positive if it is newer, 0 if they are the same. */
export function compareCMakeVersions(a: CMakeVersion, b: CMakeVersion): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** Whether a version is `major.minor` or newer. */
export function isAtLeast(version: CMakeVersion, major: number, minor: number): boolean {
  return version[0] > major || (version[0] === major && version[1] >= minor);
}

/** The variables that CMake sets to its own version. */
export function versionVariables(version: CMakeVersion): [name: string, value: string][] {
  const [major, minor, patch] = version.map(String) as [string, string, string];
  return [
    ['CMAKE_VERSION', version.join('.')],
    ['CMAKE_MAJOR_VERSION', major],
    ['CMAKE_MINOR_VERSION', minor],
    ['CMAKE_PATCH_VERSION', patch],
    ['CMAKE_TWEAK_VERSION', '0'],
  ];
}

/** The number of a feature release. CMake 4.0 followed 3.31, so it has the number 32. Versions before 3.0 have 0. */
export function releaseNumber([major, minor]: CMakeVersion): number {
  if (major < 3) return 0;
  return major === 3 ? minor : 32 + minor + (major - 4) * 32;
}
