import { POLICIES, type Policy } from './policy-table';
import { compareVersions, releaseNumber, type CMakeVersion } from '../values/version';

export type PolicySetting = 'NEW' | 'OLD';

/** The policies in force: those of a version, and those set one by one. Never changed, only replaced. */
export interface Policies {
  /** As `cmake_minimum_required` or `cmake_policy(VERSION)` said; null if neither did. */
  version: CMakeVersion | null;
  set: ReadonlyMap<string, PolicySetting>;
  /** Settings that were asked for before. */
  known?: Map<string, PolicySetting | 'unset'>;
}

/** No policy is set. A new object each time, since it remembers what it was asked. */
export function noPolicies(): Policies {
  return { version: null, set: new Map() };
}

/** A policy that the CMake `running` knows; null if there is none of that name, or if it came later. */
export function knownPolicy(id: string, running: CMakeVersion): Policy | null {
  const policy = POLICIES.get(id);
  return policy === undefined || compareVersions(policy.introduced, running) > 0 ? null : policy;
}

/** Whether the CMake `running` has removed the policy's OLD behavior. */
export function isRequired({ oldRemoved }: Policy, running: CMakeVersion): boolean {
  return oldRemoved !== null && compareVersions(oldRemoved, running) <= 0;
}

/** How many feature releases a policy's OLD behavior lives before CMake warns of setting it. */
const RELEASES_BEFORE_WARNING = 8;

/** Whether the CMake `running` warns when a script sets the policy to OLD. */
export function isOldDeprecated({ introduced }: Policy, running: CMakeVersion): boolean {
  return releaseNumber(running) - releaseNumber(introduced) >= RELEASES_BEFORE_WARNING;
}

/** NEW or OLD as set, or by the version; undefined if CMake would warn and act as OLD. */
export function policySetting(
  policies: Policies,
  id: string,
  running: CMakeVersion,
): PolicySetting | undefined {
  const known = (policies.known ??= new Map<string, PolicySetting | 'unset'>());
  let setting = known.get(id);
  if (setting === undefined) {
    setting = findSetting(policies, id, running) ?? 'unset';
    known.set(id, setting);
  }
  return setting === 'unset' ? undefined : setting;
}

function findSetting(policies: Policies, id: string, running: CMakeVersion): PolicySetting | undefined {
  const policy = knownPolicy(id, running);
  if (policy === null) return undefined;
  const set = policies.set.get(id);
  if (set !== undefined) return set;
  if (isRequired(policy, running)) return 'NEW';
  if (policies.version === null) return undefined;
  return compareVersions(policy.introduced, policies.version) <= 0 ? 'NEW' : undefined;
}
