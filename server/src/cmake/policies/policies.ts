import { POLICIES, type Policy } from './policy-table';
import { compareCMakeVersions, releaseNumber, type CMakeVersion } from '../values/version';

export type PolicySetting = 'NEW' | 'OLD';

/** The policies in force: those of a version, and those set individually. Never changed, only replaced. */
export interface Policies {
  /** The version from `cmake_minimum_required` or `cmake_policy(VERSION)`, or null if there was none. */
  version: CMakeVersion | null;
  set: ReadonlyMap<string, PolicySetting>;
  /** Settings that were already looked up. */
  known?: Map<string, PolicySetting | 'unset'>;
}

/** No policies are set. Each call returns a new object, because it caches what is looked up. */
export function noPolicies(): Policies {
  return { version: null, set: new Map() };
}

/** A policy that the CMake version `running` knows. Null if it does not exist, or was introduced later. */
export function knownPolicy(id: string, running: CMakeVersion): Policy | null {
  const policy = POLICIES.get(id);
  return policy === undefined || compareCMakeVersions(policy.introduced, running) > 0 ? null : policy;
}

/** Whether the CMake version `running` has removed the OLD behavior of a policy. */
export function isRequired({ oldRemoved }: Policy, running: CMakeVersion): boolean {
  return oldRemoved !== null && compareCMakeVersions(oldRemoved, running) <= 0;
}

/** How many feature releases after its introduction CMake begins to warn about the OLD behavior of a policy. */
const RELEASES_BEFORE_WARNING = 8;

/** Whether the CMake version `running` warns when a script sets the policy to OLD. */
export function isOldDeprecated({ introduced }: Policy, running: CMakeVersion): boolean {
  return releaseNumber(running) - releaseNumber(introduced) >= RELEASES_BEFORE_WARNING;
}

/**
 * The setting of a policy, either set individually or by the version. Undefined if it is not set: CMake then warns and
 * behaves as for OLD.
 */
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
  return compareCMakeVersions(policy.introduced, policies.version) <= 0 ? 'NEW' : undefined;
}
