import { compareCMakeVersions, parseVersion } from '../../cmake/values/version';

/** Whether a version such as `4.3.1` is older than another. False if either is not a version. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [parseVersion(version), parseVersion(than)];
  return a !== null && b !== null && compareCMakeVersions(a, b) < 0;
}

/** The number before the first dot of a version; NaN if it is not a version. */
export function majorOf(version: string): number {
  return parseVersion(version)?.[0] ?? NaN;
}
