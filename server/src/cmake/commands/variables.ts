import { CommandError } from '../values/command-error';
import type { Builtin, CommandContext } from '../runtime/command';
import { splitList } from '../values/semicolon-list';
import type { CallNode } from '../ir/nodes';
import type { CacheEntry } from '../runtime/scopes/state';
import { isAtLeast } from '../values/version';
import { parseUnixCommandLine, parseWindowsCommandLine } from '../values/split-command-line';

const CACHE_TYPES = new Set(['BOOL', 'FILEPATH', 'PATH', 'STRING', 'INTERNAL', 'STATIC', 'UNINITIALIZED']);

/** `set`, `unset`, `option` and other commands that only change variables. */
export const variableCommands: Record<string, Builtin> = {
  set,
  unset,
  option,
  mark_as_advanced: () => undefined,
  separate_arguments: separateArguments,
  cmake_parse_arguments: parseArguments,
  site_name: (context, [name]) => context.set(name ?? '', 'localhost'),
  variable_watch: () => undefined,
  cmake_dependent_option: dependentOption,
};

/** Sets a cache entry as `set(… CACHE …)` does. */
export function setCache(context: CommandContext, name: string, entry: CacheEntry): void {
  const existing = context.state.cache.get(name);
  const value = existing?.type === 'UNINITIALIZED' ? existing.value : entry.value;
  context.state.cache.set(name, { ...entry, value });
  if (context.policy('CMP0126') !== 'NEW' && context.get(name) !== undefined) context.set(name, null);
}

function setEnvironment(context: CommandContext, name: string, values: readonly string[]): void {
  if (values.length === 0 || values[0] === '') context.state.environment.delete(name);
  else context.state.environment.set(name, values[0]!);
}

function set(context: CommandContext, args: string[]): void {
  const name = args[0];
  if (name === undefined) throw new CommandError('called with incorrect number of arguments');
  if (name.startsWith('ENV{') && name.endsWith('}'))
    return setEnvironment(context, name.slice(4, -1), args.slice(1));
  if (name.startsWith('CACHE{') && name.endsWith('}') && isAtLeast(context.options.version, 4, 2))
    return setCacheEntry(context, name.slice(6, -1), args.slice(1));
  const count = args.length;
  if (count === 1) return context.set(name, null);
  const last = args[count - 1]!;
  if (last === 'PARENT_SCOPE') {
    const value = count === 2 ? null : args.slice(1, -1).join(';');
    return setParentScope(context, name, value);
  }
  if (count === 2) return context.set(name, last);
  const force = count > 4 && last === 'FORCE';
  const cacheAt = count - 3 - (force ? 1 : 0);
  const cache = cacheAt > 0 && args[cacheAt] === 'CACHE';
  if (last === 'CACHE' || args[count - 2] === 'CACHE' || (force && !cache))
    throw new CommandError(
      isAtLeast(context.options.version, 3, 28)
        ? 'given invalid arguments for CACHE mode: missing type and docstring'
        : 'given invalid arguments for CACHE mode.',
    );
  if (!cache) return context.set(name, args.slice(1).join(';'));
  let type = args[cacheAt + 1]!;
  if (!CACHE_TYPES.has(type)) {
    context.issue('AUTHOR_WARNING', `implicitly converting '${type}' to 'STRING' type.`);
    type = 'STRING';
  }
  const existing = context.state.cache.get(name);
  if (existing !== undefined && existing.type !== 'UNINITIALIZED' && type !== 'INTERNAL' && !force) return;
  const value = args.slice(1, cacheAt).join(';');
  if (force) context.state.cache.delete(name);
  setCache(context, name, { value, type, help: args[cacheAt + 2]! });
}

/** `set(CACHE{name} [TYPE t] [HELP h…] [FORCE] VALUE v…)` */
function setCacheEntry(context: CommandContext, name: string, args: readonly string[]): void {
  const valueAt = args.indexOf('VALUE');
  if (valueAt < 0) throw new CommandError("Required argument 'VALUE' is missing.");
  let type = 'STRING';
  let force = false;
  const help: string[] = [];
  let isTyped = false;
  for (let i = 0; i < valueAt; i++) {
    if (args[i] === 'FORCE') force = true;
    else if (args[i] === 'TYPE') {
      isTyped = true;
      type = args[++i]!;
    } else if (args[i] === 'HELP')
      while (i + 1 < valueAt && args[i + 1] !== 'FORCE' && args[i + 1] !== 'TYPE') help.push(args[++i]!);
  }
  if (isTyped && !CACHE_TYPES.has(type)) {
    context.issue('AUTHOR_WARNING', `implicitly converting '${type}' to 'STRING' type.`);
    type = 'STRING';
  }
  const value = args.slice(valueAt + 1).join(';');
  const existing = context.state.cache.get(name);
  if (existing !== undefined && existing.type !== 'UNINITIALIZED' && type !== 'INTERNAL' && !force) return;
  if (force) context.state.cache.delete(name);
  setCache(context, name, { value, type, help: help.join('') });
}

function setParentScope(context: CommandContext, name: string, value: string | null): void {
  if (!context.setInParent(name, value))
    context.issue('AUTHOR_WARNING', `Cannot set "${name}": current scope has no parent.`);
}

function unset(context: CommandContext, args: string[]): void {
  const [name, where] = args;
  if (name === undefined || args.length > 2)
    throw new CommandError('called with incorrect number of arguments');
  if (name.startsWith('ENV{') && name.endsWith('}')) context.state.environment.delete(name.slice(4, -1));
  else if (name.startsWith('CACHE{') && name.endsWith('}') && isAtLeast(context.options.version, 4, 2))
    context.state.cache.delete(name.slice(6, -1));
  else if (where === undefined) context.set(name, null);
  else if (where === 'CACHE') context.state.cache.delete(name);
  else if (where === 'PARENT_SCOPE') setParentScope(context, name, null);
  else throw new CommandError('called with an invalid second argument');
}

function option(context: CommandContext, args: string[]): void {
  const [name, help, initial] = args;
  if (name === undefined || help === undefined || args.length > 3)
    throw new CommandError(`called with incorrect number of arguments: ${args.join(' ')}`);
  const existing = context.state.cache.get(name);
  const modern = context.policy('CMP0077') === 'NEW';
  if (modern && context.get(name) !== undefined && existing === undefined) return;
  if (existing !== undefined && existing.type !== 'UNINITIALIZED') {
    context.state.cache.set(name, { ...existing, help });
    return;
  }
  setCache(context, name, { value: initial ?? 'OFF', type: 'BOOL', help });
}

/** Does what CMakeDependentOption does, so that the default of an option is known without CMake's own modules. */
function dependentOption(context: CommandContext, args: string[], call: CallNode): void {
  const [name, help, initial, depends, otherwise] = args;
  if (otherwise === undefined) throw new CommandError('called with incorrect number of arguments');
  if (splitList(depends!).every((condition) => holds(context, condition, call))) {
    const value = context.get(name!) ?? initial!;
    context.state.cache.set(name!, { value, type: 'BOOL', help: help! });
    if (context.policy('CMP0126') !== 'NEW') context.set(name!, null);
    return;
  }
  const existing = context.state.cache.get(name!);
  if (existing !== undefined) context.state.cache.set(name!, { ...existing, type: 'INTERNAL' });
  context.set(name!, otherwise);
}

function holds(context: CommandContext, condition: string, call: CallNode): boolean {
  const result = '_itk_wrap_condition';
  const code = `if(${condition})\nset(${result} 1)\nelse()\nset(${result} 0)\nendif()`;
  context.evaluateCode(code, call);
  const value = context.value(result);
  context.set(result, null);
  return value === '1';
}

function separateArguments(context: CommandContext, args: string[]): void {
  const [name, mode, ...rest] = args;
  if (name === undefined) throw new CommandError('must be given at least one argument.');
  if (mode === undefined) {
    const value = context.get(name);
    if (value !== undefined) context.set(name, value.replaceAll(' ', ';'));
    return;
  }
  if (mode !== 'UNIX_COMMAND' && mode !== 'WINDOWS_COMMAND' && mode !== 'NATIVE_COMMAND')
    throw new CommandError(
      "missing required option: 'UNIX_COMMAND' or 'WINDOWS_COMMAND' or 'NATIVE_COMMAND'",
    );
  if (rest.length > 1) throw new CommandError('given unexpected argument(s).');
  if (rest.length === 0) return context.set(name, null);
  const parse = mode === 'WINDOWS_COMMAND' ? parseWindowsCommandLine : parseUnixCommandLine;
  const words = parse(rest[0]!);
  context.set(name, words.map((word) => word.replaceAll(';', '\\;')).join(';'));
}

function unsigned(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) : null;
}

/** The index of the first argument of the current function that has no parameter name. */
function firstUnnamed(context: CommandContext): number {
  const rest = context.value('_FUNCTION_ARGNC');
  const count = unsigned(rest);
  if (count === null)
    throw new CommandError(
      `PARSE_ARGN called with _FUNCTION_ARGNC='${rest}' that is not an unsigned integer`,
    );
  return Number(context.value('ARGC')) - count;
}

function parseArguments(context: CommandContext, args: string[]): void {
  let values: string[];
  let rest = args;
  const byRest = args[0] === 'PARSE_ARGN' && isAtLeast(context.options.version, 4, 4);
  const byNumber = byRest || args[0] === 'PARSE_ARGV';
  if (byNumber) {
    const count = Number(context.value('ARGC'));
    const first = byRest ? firstUnnamed(context) : unsigned(args[1]!);
    if (first === null) throw new CommandError(`PARSE_ARGV index '${args[1]}' is not an unsigned integer`);
    rest = args.slice(byRest ? 1 : 2);
    values = [];
    for (let i = first; i < count; i++) values.push(context.value(`ARGV${i}`));
  } else {
    values = rest.slice(4).flatMap((value) => splitList(value));
  }
  const [prefixName, options, singles, multis] = rest;
  if (multis === undefined) throw new CommandError('must be called with at least 4 arguments.');
  const prefix = `${prefixName}_`;
  const optionNames = splitList(options!);
  const singleNames = splitList(singles!);
  const multiNames = splitList(multis);
  const names = new Set<string>();
  for (const keyword of [...optionNames, ...singleNames, ...multiNames]) {
    if (names.has(keyword)) context.issue('WARNING', `keyword defined more than once: ${keyword}`);
    names.add(keyword);
  }
  const given = new Map<string, string[]>();
  const unparsed: string[] = [];
  const missing = new Set<string>();
  const seen = new Set<string>();
  let keyword: string | null = null;
  let waiting = false;
  const begin = (next: string | null): void => {
    if (keyword !== null && waiting) missing.add(keyword);
    keyword = next;
    waiting = next !== null;
  };
  for (const value of values) {
    if (optionNames.includes(value)) {
      begin(null);
      seen.add(value);
    } else if (singleNames.includes(value) || multiNames.includes(value)) {
      begin(value);
    } else if (keyword === null) {
      unparsed.push(value);
    } else {
      const single = singleNames.includes(keyword);
      given.set(keyword, single ? [value] : [...(given.get(keyword) ?? []), value]);
      waiting = false;
      if (single) keyword = null;
    }
  }
  begin(null);
  const join = (items: readonly string[]): string =>
    (byNumber ? items.map((item) => item.replaceAll(';', '\\;')) : items).join(';');
  for (const name of optionNames) context.set(prefix + name, seen.has(name) ? 'TRUE' : 'FALSE');
  const keepsMissing = byNumber && context.policy('CMP0174') === 'NEW';
  const keepsEmpty = !byNumber || context.policy('CMP0174') === 'NEW';
  const warns = byNumber && isAtLeast(context.options.version, 3, 31);
  for (const name of singleNames) {
    const isEmpty = missing.has(name) || given.get(name)?.[0] === '';
    if (isEmpty && warns && context.policy('CMP0174') === undefined)
      context.issue(
        'AUTHOR_WARNING',
        `The ${name} keyword was followed by an empty string or no value at all.  Policy CMP0174 is not set, so ` +
          `cmake_parse_arguments() will unset the ${prefix}${name} variable rather than setting it to an empty string.`,
      );
    const value = given.get(name)?.[0] ?? (keepsMissing && missing.has(name) ? '' : undefined);
    context.set(prefix + name, value === undefined || (value === '' && !keepsEmpty) ? null : value);
  }
  for (const name of multiNames) {
    const items = given.get(name);
    context.set(prefix + name, items === undefined || items.length === 0 ? null : join(items));
  }
  context.set(`${prefix}UNPARSED_ARGUMENTS`, unparsed.length === 0 ? null : join(unparsed));
  context.set(`${prefix}KEYWORDS_MISSING_VALUES`, missing.size === 0 ? null : join([...missing].sort()));
}
