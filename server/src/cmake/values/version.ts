/** A version of CMake, and what depends on which one it is. */

/** Plain numbers, as `cmake --version` prints them. */
export type CMakeVersion = readonly [major: number, minor: number, patch: number];

/** The version taken where neither a build nor an installed CMake tells. */
export const DEFAULT_CMAKE_VERSION: CMakeVersion = [4, 4, 0];

/** Reads `3`, `3.16`, `3.16.3`, `3.16.3.1` or `3.31.0-rc2`; null if it is no version. */
export function parseVersion(text: string): CMakeVersion | null {
  const match = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)*(?:-.*)?$/.exec(text);
  if (match === null) return null;
  return [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

/** Negative if `a` is older, positive if it is newer, 0 if they are the same. */
export function compareVersions(a: CMakeVersion, b: CMakeVersion): number {
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

/** Counts feature releases: CMake 4.0 came after 3.31, so it is the 32nd after 3.0. Earlier ones count as 0. */
export function releaseNumber([major, minor]: CMakeVersion): number {
  if (major < 3) return 0;
  return major === 3 ? minor : 32 + minor + (major - 4) * 32;
}
