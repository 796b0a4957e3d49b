/** CMake's policies: which rules of which version a script asks for. */

export type Version = readonly [major: number, minor: number, patch: number];
export type PolicySetting = 'NEW' | 'OLD';

/** The first policy that each version introduced. */
const INTRODUCED: readonly [first: number, version: string][] = [
  [0, '2.6.0'],
  [10, '2.6.1'],
  [11, '2.6.3'],
  [12, '2.8.0'],
  [16, '2.8.3'],
  [17, '2.8.4'],
  [18, '2.8.9'],
  [19, '2.8.11'],
  [21, '2.8.12'],
  [24, '3.0.0'],
  [51, '3.1.0'],
  [55, '3.2.0'],
  [57, '3.3.0'],
  [64, '3.4.0'],
  [66, '3.7.0'],
  [67, '3.8.0'],
  [68, '3.9.0'],
  [70, '3.10.0'],
  [72, '3.11.0'],
  [73, '3.12.0'],
  [76, '3.13.0'],
  [82, '3.14.0'],
  [89, '3.15.0'],
  [95, '3.16.0'],
  [98, '3.17.0'],
  [103, '3.18.0'],
  [109, '3.19.0'],
  [115, '3.20.0'],
  [121, '3.21.0'],
  [127, '3.22.0'],
  [129, '3.23.0'],
  [130, '3.24.0'],
  [140, '3.25.0'],
  [143, '3.26.0'],
  [144, '3.27.0'],
  [152, '3.28.0'],
  [156, '3.29.0'],
  [162, '3.30.0'],
  [171, '3.31.0'],
  [181, '4.0.0'],
  [186, '4.1.0'],
  [199, '4.2.0'],
];

/** The version that brought a policy, or null where there is no such policy. */
export function policyVersion(id: string): Version | null {
  const match = /^CMP(\d{4})$/.exec(id);
  if (match === null) return null;
  const number = Number(match[1]);
  let found: string | null = null;
  for (const [first, version] of INTRODUCED) if (number >= first) found = version;
  return number > 205 || found === null ? null : parseVersion(found);
}

/** Reads `3`, `3.16`, `3.16.3` or `3.16.3.1`; null where it is no version. */
export function parseVersion(text: string): Version | null {
  const match = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)*(?:-.*)?$/.exec(text);
  if (match === null) return null;
  return [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** The policies in force: those of a version, and those set one by one. Never changed, only replaced. */
export interface Policies {
  /** As `cmake_minimum_required` or `cmake_policy(VERSION)` said; null where neither did. */
  version: Version | null;
  set: ReadonlyMap<string, PolicySetting>;
  /** Settings that were asked for before. */
  known?: Map<string, PolicySetting | 'unset'>;
}

/** No policy is set. A new object each time, since it remembers what it was asked. */
export function noPolicies(): Policies {
  return { version: null, set: new Map() };
}

/** NEW or OLD as set, or by the version; undefined where CMake would warn and act as OLD. */
export function policySetting(policies: Policies, id: string, running: Version): PolicySetting | undefined {
  const known = (policies.known ??= new Map<string, PolicySetting | 'unset'>());
  let setting = known.get(id);
  if (setting === undefined) {
    setting = findSetting(policies, id, running) ?? 'unset';
    known.set(id, setting);
  }
  return setting === 'unset' ? undefined : setting;
}

function findSetting(policies: Policies, id: string, running: Version): PolicySetting | undefined {
  const set = policies.set.get(id);
  if (set !== undefined) return set;
  const introduced = policyVersion(id);
  if (introduced === null) return undefined;
  // From CMake 4 on, policies up to 3.5 have no OLD behaviour left.
  if (running[0] >= 4 && compareVersions(introduced, [3, 5, 0]) < 0) return 'NEW';
  if (policies.version === null) return undefined;
  return compareVersions(introduced, policies.version) <= 0 ? 'NEW' : undefined;
}
