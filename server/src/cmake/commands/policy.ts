import { CommandError } from '../values/command-error';
import type { Builtin, CommandContext } from '../runtime/command';
import type { Signal } from '../runtime/signal';
import { isOldDeprecated, isRequired, knownPolicy, type PolicySetting } from '../policies/policies';
import { POLICIES, type Policy } from '../policies/policy-table';
import { compareCMakeVersions, isAtLeast, type CMakeVersion } from '../values/version';

/** `cmake_minimum_required` and `cmake_policy`. */
export const policyCommands: Record<string, Builtin> = {
  cmake_minimum_required: minimumRequired,
  cmake_policy: policy,
};

function minimumRequired(context: CommandContext, args: string[]): Signal | void {
  let range = '';
  let expected = false;
  const unknown: string[] = [];
  for (const arg of args) {
    if (arg === 'VERSION') expected = true;
    else if (arg === 'FATAL_ERROR' && expected) throw new CommandError('called with no value for VERSION.');
    else if (arg === 'FATAL_ERROR') continue;
    else if (expected) {
      range = arg;
      expected = false;
    } else unknown.push(arg);
  }
  if (expected) throw new CommandError('called with no value for VERSION.');
  if (range === '') return rejectUnknown(context, unknown, '');
  const [least, most] = ends(range);
  context.set('CMAKE_MINIMUM_REQUIRED_VERSION', least);
  const required = numbers(least);
  if (required === null) throw new CommandError(`could not parse VERSION "${least}".`);
  const running = context.options.version;
  if (isNewer(required, running))
    return context.fatal(
      `CMake ${least} or higher is required.  You are running version ${running.join('.')}`,
    );
  rejectUnknown(context, unknown, most);
  if (!isBelow(required, [2, 4])) return setPolicyVersion(context, least, most);
  context.issue('AUTHOR_WARNING', 'Compatibility with CMake < 2.4 is not supported by CMake >= 3.0.');
  return setPolicyVersion(context, '2.4', most);
}

/** Rejects unknown arguments, unless the script says that it supports a later CMake, which may know them. */
function rejectUnknown(context: CommandContext, unknown: readonly string[], most: string): void {
  const [first] = unknown;
  if (first === undefined) return;
  const known = numbers(most);
  if (known !== null && isNewer(known, context.options.version)) return;
  throw new CommandError(`called with unknown argument "${first}".`);
}

/** The two ends of `<min>...<max>`. The second is empty if there is none. */
function ends(range: string): [least: string, most: string] {
  const dots = range.indexOf('...');
  if (dots < 0) return [range, ''];
  const least = range.slice(0, dots);
  const most = range.slice(dots + 3);
  if (least === '' || most === '')
    throw new CommandError(`VERSION "${range}" does not have a version on both sides of "...".`);
  return [least, most];
}

type Numbers = readonly [major: number, minor: number, patch: number, tweak: number];

/** The numbers at the start of a text, as `sscanf` reads them. Null if there are fewer than two. */
function numbers(text: string): Numbers | null {
  const match = /^\s*[+-]?(\d+)\.\s*[+-]?(\d+)(?:\.\s*[+-]?(\d+)(?:\.\s*[+-]?(\d+))?)?/.exec(text);
  if (match === null) return null;
  return [Number(match[1]), Number(match[2]), Number(match[3] ?? 0), Number(match[4] ?? 0)];
}

function isBelow([major, minor]: Numbers, [lowMajor, lowMinor]: readonly [number, number]): boolean {
  return major < lowMajor || (major === lowMajor && minor < lowMinor);
}

function isNewer([major, minor, patch, tweak]: Numbers, running: CMakeVersion): boolean {
  return (
    compareCMakeVersions([major, minor, patch], running) > 0 ||
    (compareCMakeVersions([major, minor, patch], running) === 0 && tweak > 0)
  );
}

const ADVICE =
  'Update the VERSION argument <min> value.  Or, use the <min>...<max> syntax to tell CMake that the project requires ' +
  'at least <min> but has been updated to work with policies introduced by <max> or earlier.';

/** How a version of CMake treats scripts that were written for older versions. */
interface Compatibility {
  /** Scripts for versions before this one cause an error. */
  least: readonly [number, number];
  /** Scripts for versions before this one cause a warning. */
  deprecated: readonly [number, number];
}

function compatibility(running: CMakeVersion): Compatibility {
  return {
    least: isAtLeast(running, 4, 0) ? [3, 5] : [2, 4],
    deprecated: isAtLeast(running, 3, 31) ? [3, 10] : isAtLeast(running, 3, 27) ? [3, 5] : [2, 8],
  };
}

function setPolicyVersion(context: CommandContext, least: string, most: string): Signal | void {
  const running = context.options.version;
  const low = numbers(least);
  if (low === null) return context.fatal(invalid('policy version', least));
  const bounds = compatibility(running);
  if (isBelow(low, [2, 4]))
    return context.fatal(
      'Compatibility with CMake < 2.4 is not supported by CMake >= 3.0.  For compatibility with older versions please ' +
        'use any CMake 2.8.x release or lower.',
    );
  if (isNewer(low, running))
    return context.fatal(
      `An attempt was made to set the policy version of CMake to "${least}" which is greater than this version of ` +
        'CMake.  This is not allowed because the greater version may have new policies not known to this CMake.  You ' +
        'may need a newer CMake version to build this project.',
    );
  let high = low;
  if (most !== '') {
    const parsed = numbers(most);
    if (parsed === null) return context.fatal(invalid('policy max version', most));
    if (compare(low, parsed) > 0)
      return context.fatal(
        `Policy VERSION range "${least}...${most}" specifies a ${isAtLeast(running, 4, 4) ? 'later' : 'larger'} minimum than maximum.`,
      );
    high = parsed;
  }
  // Since CMake 4.0, users can request the policies of a later version.
  const wanted = isAtLeast(running, 4, 0) ? context.value('CMAKE_POLICY_VERSION_MINIMUM') : '';
  if (wanted !== '') {
    const minimum = numbers(wanted);
    if (minimum === null) return context.fatal(invalid('CMAKE_POLICY_VERSION_MINIMUM', wanted));
    if (compare(minimum, high) > 0) high = minimum;
  }
  if (isBelow(high, bounds.least))
    return context.fatal(
      `Compatibility with CMake < 3.5 has been removed from CMake.\n${ADVICE}\nOr, add ` +
        '-DCMAKE_POLICY_VERSION_MINIMUM=3.5 to try configuring anyway.',
    );
  if (isDeprecated(high, bounds))
    context.issue(
      'DEPRECATION',
      `Compatibility with CMake < ${bounds.deprecated[1] === 8 ? '2.8.12' : bounds.deprecated.join('.')} will be removed ` +
        `from a future version of CMake.\n${isAtLeast(running, 3, 31) ? ADVICE : OLD_ADVICE}`,
    );
  return applyVersion(context, [high[0], high[1], high[2]]);
}

const OLD_ADVICE =
  'Update the VERSION argument <min> value or use a ...<max> suffix to tell CMake that the project does not need ' +
  'compatibility with older versions.';

function isDeprecated(high: Numbers, { deprecated }: Compatibility): boolean {
  if (deprecated[1] === 8) return compareCMakeVersions([high[0], high[1], high[2]], [2, 8, 12]) < 0;
  return isBelow(high, deprecated);
}

function compare(a: Numbers, b: Numbers): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}

function invalid(what: string, text: string): string {
  return `Invalid ${what} value "${text}".  A numeric major.minor[.patch[.tweak]] must be given.`;
}

/** Sets the policies up to this version to NEW, and the others to what `CMAKE_POLICY_DEFAULT_<policy>` says. */
function applyVersion(context: CommandContext, version: CMakeVersion): Signal | void {
  const set = new Map<string, PolicySetting>();
  const { version: running } = context.options;
  for (const [id, { introduced }] of POLICIES) {
    if (compareCMakeVersions(introduced, version) <= 0 || knownPolicy(id, running) === null) continue;
    const wanted = context.get(`CMAKE_POLICY_DEFAULT_${id}`);
    if (wanted === undefined || wanted === '') continue;
    if (wanted !== 'NEW' && wanted !== 'OLD')
      return context.fatal(
        `CMAKE_POLICY_DEFAULT_${id} has value "${wanted}" but must be "OLD", "NEW", or "" (empty).`,
      );
    const signal = checkSetting(context, id, wanted);
    if (signal !== undefined) return signal;
    set.set(id, wanted);
  }
  context.changePolicies(() => ({ version, set }));
}

function policy(context: CommandContext, args: string[]): Signal | void {
  const [sub, id = '', value = ''] = args;
  switch (sub) {
    case undefined:
      throw new CommandError('requires at least one argument.');
    case 'SET':
      if (args.length !== 3) throw new CommandError('SET must be given exactly 2 additional arguments.');
      if (value !== 'NEW' && value !== 'OLD')
        throw new CommandError(`SET given unrecognized policy status "${value}"`);
      return setPolicy(context, id, value);
    case 'GET':
      if (args.length !== 3) throw new CommandError('GET must be given exactly 2 additional arguments.');
      if (knownPolicy(id, context.options.version) === null)
        throw new CommandError(`GET given policy "${id}" which is not known to this version of CMake.`);
      return context.set(value, context.policy(id) ?? '');
    case 'PUSH':
      if (args.length > 1) throw new CommandError('PUSH may not be given additional arguments.');
      context.openPolicies('push');
      return;
    case 'POP':
      if (args.length > 1) throw new CommandError('POP may not be given additional arguments.');
      return context.popPolicies() ? undefined : context.fatal('cmake_policy POP without matching PUSH');
    case 'VERSION':
      if (args.length === 1) throw new CommandError('VERSION not given an argument');
      if (args.length > 2) throw new CommandError('VERSION given too many arguments');
      return setPolicyVersion(context, ...ends(id));
    default:
      throw new CommandError(`given unknown first argument "${sub}"`);
  }
}

function setPolicy(context: CommandContext, id: string, setting: PolicySetting): Signal | void {
  if (knownPolicy(id, context.options.version) === null)
    return context.fatal(`Policy "${id}" is not known to this version of CMake.`);
  const signal = checkSetting(context, id, setting);
  if (signal !== undefined) return signal;
  context.changePolicies((policies) => ({
    version: policies.version,
    set: new Map(policies.set).set(id, setting),
  }));
}

/** Reports that the OLD behavior is deprecated or removed. Returns the signal to stop if it is removed. */
function checkSetting(context: CommandContext, id: string, setting: PolicySetting): Signal | undefined {
  const running = context.options.version;
  const found = POLICIES.get(id)!;
  if (setting === 'NEW') return undefined;
  if (isRequired(found, running)) return context.fatal(oldIsGone(id, found));
  if (isOldDeprecated(found, running))
    context.issue(
      'DEPRECATION',
      `The OLD behavior for policy ${id} will be removed from a future version of CMake.\n` +
        'The cmake-policies(7) manual explains that the OLD behaviors of all policies are deprecated and that a policy ' +
        'should be set to OLD only under specific short-term circumstances.  Projects should be ported to the NEW ' +
        'behavior and not rely on setting a policy to OLD.',
    );
  return undefined;
}

function oldIsGone(id: string, { introduced }: Policy): string {
  return (
    `Policy ${id} may not be set to OLD behavior because this version of CMake no longer supports it.  The policy was ` +
    `introduced in CMake version ${introduced.join('.')}, and use of NEW behavior is now required.\nPlease either ` +
    'update your CMakeLists.txt files to conform to the new behavior or use an older version of CMake that still ' +
    `supports the old behavior.  Run cmake --help-policy ${id} for more information.`
  );
}
