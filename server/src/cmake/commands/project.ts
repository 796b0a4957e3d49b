import { visibleNames } from '../runtime/scopes/scope';
import { CommandError } from '../values/command-error';
import type { Builtin, CommandContext } from '../runtime/command';
import type { Signal } from '../runtime/signal';
import { resolvePath } from '../values/cmake-path';
import {
  declare,
  getProperty,
  setProperty,
  isTarget,
  type PropertyScope,
} from '../runtime/scopes/properties';
import type { CallNode } from '../ir/nodes';

const record: Builtin = (context, args, call) => context.options.onRecord?.(call, args);

const RECORDED = [
  'add_compile_definitions add_compile_options add_custom_command add_definitions add_dependencies add_link_options',
  'aux_source_directory build_command cmake_file_api create_test_sourcelist define_property enable_testing export',
  'include_external_msproject include_regular_expression install link_directories link_libraries load_cache',
  'remove_definitions source_group target_compile_definitions target_compile_features target_compile_options',
  'target_include_directories target_link_directories target_link_libraries target_link_options',
  'target_precompile_headers target_sources try_compile try_run enable_language',
  'set_source_files_properties set_tests_properties fltk_wrap_ui exec_program write_file utility_source',
].flatMap((line) => line.split(' '));

/** Commands that describe a build. Their arguments are recorded or kept as properties, and nothing is run. */
export const projectCommands: Record<string, Builtin> = {
  ...Object.fromEntries(RECORDED.map((name) => [name, record])),
  execute_process: executeProcess,
  project,
  add_subdirectory: addSubdirectory,
  subdirs: record,
  add_library: addTarget,
  add_executable: addTarget,
  add_custom_target: addTarget,
  add_test: addTest,
  include_directories: includeDirectories,
  get_property: getPropertyCommand,
  set_property: setPropertyCommand,
  get_directory_property: getDirectoryProperty,
  set_directory_properties: setDirectoryProperties,
  get_target_property: (context, [out, target, name]) =>
    context.set(out!, getProperty(context.state, 'TARGET', target!, name!) ?? `${out}-NOTFOUND`),
  set_target_properties: setTargetProperties,
  get_source_file_property: (context, [out]) => context.set(out!, 'NOTFOUND'),
  get_test_property: (context, [out]) => context.set(out!, 'NOTFOUND'),
  get_cmake_property: getCMakeProperty,
  cmake_host_system_information: hostInformation,
  find_package: findPackage,
  find_program: find,
  find_library: find,
  find_file: find,
  find_path: find,
};

/** Runs nothing. The processes are assumed to succeed without output. */
function executeProcess(context: CommandContext, args: string[], call: CallNode): void {
  context.options.onRecord?.(call, args);
  const answers = { RESULT_VARIABLE: '0', RESULTS_VARIABLE: '0', OUTPUT_VARIABLE: '', ERROR_VARIABLE: '' };
  for (const [word, value] of Object.entries(answers)) {
    const at = args.lastIndexOf(word);
    if (at >= 0 && args[at + 1] !== undefined) context.set(args[at + 1]!, value);
  }
}

function project(context: CommandContext, args: string[], call: CallNode): void {
  const [name] = args;
  if (name === undefined) throw new CommandError('PROJECT called with incorrect number of arguments');
  const { directory } = context.state;
  const option = (word: string): string => args[args.indexOf(word, 1) + 1] ?? '';
  const has = (word: string): boolean => args.indexOf(word, 1) > 0;
  const both = (suffix: string, value: string): void => {
    context.set(`PROJECT_${suffix}`, value);
    context.set(`${name}_${suffix}`, value);
  };
  context.set('PROJECT_NAME', name);
  both('SOURCE_DIR', directory.source);
  both('BINARY_DIR', directory.binary);
  if (
    context.get('CMAKE_PROJECT_NAME') === undefined ||
    directory.source === context.value('CMAKE_SOURCE_DIR')
  )
    context.set('CMAKE_PROJECT_NAME', name);
  const version = has('VERSION') ? option('VERSION') : '';
  const parts = version.split('.');
  both('VERSION', version);
  ['MAJOR', 'MINOR', 'PATCH', 'TWEAK'].forEach((part, index) => both(`VERSION_${part}`, parts[index] ?? ''));
  if (has('DESCRIPTION')) both('DESCRIPTION', option('DESCRIPTION'));
  context.options.onRecord?.(call, args);
}

function addSubdirectory(context: CommandContext, args: string[], call: CallNode): Signal | void {
  const [folder, output] = args;
  if (folder === undefined) throw new CommandError('called with incorrect number of arguments');
  const source = context.absolute(folder);
  const parent = context.state.directory;
  let binary: string;
  if (output !== undefined && output !== 'EXCLUDE_FROM_ALL') binary = resolvePath(parent.binary, output);
  else if (source.startsWith(`${parent.source}/`))
    binary = parent.binary + source.slice(parent.source.length);
  else
    throw new CommandError(
      `not given a binary directory but the given source directory "${source}" is not a subdirectory of "${parent.source}".  When specifying an out-of-tree source a binary directory must be explicitly specified.`,
    );
  if (context.options.enterDirectory?.(source) === false) return context.options.onRecord?.(call, args);
  const lists = `${source}/CMakeLists.txt`;
  if (context.files.kind(lists) !== 'file') {
    if (context.files.kind(source) !== 'directory')
      throw new CommandError(`given source "${folder}" which is not an existing directory.`);
    return context.fatal(`The source directory\n  ${source}\ndoes not contain a CMakeLists.txt file.`);
  }
  const { state } = context;
  const outer = context.openScope('directory');
  state.directory = { source, binary };
  // Directories inherit what `include_directories` added in their parents.
  setProperty(
    context.state,
    'DIRECTORY',
    source,
    'INCLUDE_DIRECTORIES',
    getProperty(context.state, 'DIRECTORY', parent.source, 'INCLUDE_DIRECTORIES') ?? null,
  );
  context.set('CMAKE_CURRENT_SOURCE_DIR', source);
  context.set('CMAKE_CURRENT_BINARY_DIR', binary);
  context.options.onInclude?.(lists, call);
  const signal = context.runFileInPolicyScope(lists, 'directory', call);
  context.leaveScope('directory', outer);
  context.state.directory = parent;
  return signal;
}

function addTarget(context: CommandContext, args: string[], call: CallNode): void {
  const [name] = args;
  if (name === undefined) throw new CommandError('called with incorrect number of arguments');
  declare(context.state, 'TARGET', name);
  context.options.onRecord?.(call, args);
}

function addTest(context: CommandContext, args: string[], call: CallNode): void {
  declare(context.state, 'TEST', (args[0] === 'NAME' ? args[1] : args[0]) ?? '');
  context.options.onRecord?.(call, args);
}

function includeDirectories(context: CommandContext, args: string[]): void {
  const before = args.includes('BEFORE');
  const added = args
    .filter((arg) => arg !== 'BEFORE' && arg !== 'AFTER' && arg !== 'SYSTEM' && arg !== '')
    .map((arg) => (arg.startsWith('$<') ? arg : context.absolute(arg)));
  if (added.length === 0) return;
  const owner = context.state.directory.source;
  const old = getProperty(context.state, 'DIRECTORY', owner, 'INCLUDE_DIRECTORIES') ?? '';
  const lists = before ? [added.join(';'), old] : [old, added.join(';')];
  setProperty(
    context.state,
    'DIRECTORY',
    owner,
    'INCLUDE_DIRECTORIES',
    lists.filter((list) => list !== '').join(';'),
  );
}

const SCOPES = new Set(['GLOBAL', 'DIRECTORY', 'TARGET', 'SOURCE', 'INSTALL', 'TEST', 'CACHE', 'VARIABLE']);

function setPropertyCommand(context: CommandContext, args: string[]): void {
  const scope = args[0];
  if (scope === undefined || !SCOPES.has(scope) || scope === 'VARIABLE')
    throw new CommandError(
      `given invalid scope ${scope ?? ''}.  Valid scopes are GLOBAL, DIRECTORY, TARGET, SOURCE, TEST, CACHE, INSTALL.`,
    );
  const at = args.indexOf('PROPERTY');
  if (at < 0 || args[at + 1] === undefined) throw new CommandError('not given a PROPERTY <name> argument.');
  const head = args.slice(1, at);
  const append = head.includes('APPEND');
  const appendText = head.includes('APPEND_STRING');
  let owners = head.filter((arg) => arg !== 'APPEND' && arg !== 'APPEND_STRING');
  if (scope === 'GLOBAL') owners = [''];
  else if (scope === 'DIRECTORY')
    owners = [owners[0] === undefined ? context.state.directory.source : context.absolute(owners[0])];
  const name = args[at + 1]!;
  const values = args.slice(at + 2);
  for (const owner of owners) {
    if (scope === 'TARGET' && !isTarget(context.state, owner) && context.options.mode === 'script')
      throw new CommandError(`could not find TARGET ${owner}.  Perhaps it has not yet been created.`);
    const old = getProperty(context.state, scope as PropertyScope, owner, name) ?? '';
    const joined = values.join(';');
    const value = appendText
      ? old + joined
      : append && old !== '' && joined !== ''
        ? `${old};${joined}`
        : append && joined === ''
          ? old
          : joined;
    setProperty(
      context.state,
      scope as PropertyScope,
      owner,
      name,
      values.length === 0 && !append && !appendText ? null : value,
    );
    if (scope === 'CACHE') setCacheProperty(context, owner, name, value);
  }
}

function setCacheProperty(context: CommandContext, entry: string, property: string, value: string): void {
  const existing = context.state.cache.get(entry);
  if (existing === undefined) {
    if (context.options.mode === 'script')
      throw new CommandError(`could not find CACHE variable ${entry}.  Perhaps it has not yet been created.`);
    return;
  }
  if (property === 'TYPE') context.state.cache.set(entry, { ...existing, type: value });
  if (property === 'VALUE') context.state.cache.set(entry, { ...existing, value });
  if (property === 'HELPSTRING') context.state.cache.set(entry, { ...existing, help: value });
}

function getPropertyCommand(context: CommandContext, args: string[]): void {
  const [out, scope] = args;
  if (scope === undefined || !SCOPES.has(scope))
    throw new CommandError(
      `given invalid scope ${scope ?? ''}.  Valid scopes are GLOBAL, DIRECTORY, TARGET, SOURCE, TEST, VARIABLE, CACHE, INSTALL.`,
    );
  const at = args.indexOf('PROPERTY');
  const name = args[at + 1];
  if (at < 0 || name === undefined) throw new CommandError('not given a PROPERTY <name> argument.');
  const given = at > 2 ? args[2]! : '';
  const kind = args[at + 2];
  let value: string | undefined;
  if (scope === 'VARIABLE') value = context.get(name);
  else if (scope === 'CACHE' && (name === 'VALUE' || name === 'TYPE' || name === 'HELPSTRING')) {
    const entry = context.state.cache.get(given);
    value = name === 'VALUE' ? entry?.value : name === 'TYPE' ? entry?.type : entry?.help;
  } else {
    const owner =
      scope === 'GLOBAL' ? '' : scope === 'DIRECTORY' ? context.absolute(given === '' ? '.' : given) : given;
    value = getProperty(context.state, scope as PropertyScope, owner, name);
  }
  if (kind === 'SET') context.set(out!, value === undefined ? '0' : '1');
  else if (kind === 'DEFINED') context.set(out!, '0');
  else if (kind === 'BRIEF_DOCS' || kind === 'FULL_DOCS') context.set(out!, 'NOTFOUND');
  else context.set(out!, value ?? null);
}

function getDirectoryProperty(context: CommandContext, args: string[]): void {
  const [out, ...rest] = args;
  let owner = context.state.directory.source;
  if (rest[0] === 'DIRECTORY') {
    owner = context.absolute(rest[1]!);
    rest.splice(0, 2);
  }
  if (rest[0] === 'DEFINITION') return context.set(out!, context.value(rest[1]!));
  context.set(out!, getProperty(context.state, 'DIRECTORY', owner, rest[0]!) ?? '');
}

function setDirectoryProperties(context: CommandContext, args: string[]): void {
  for (let i = 1; i + 1 < args.length; i += 2)
    setProperty(context.state, 'DIRECTORY', context.state.directory.source, args[i]!, args[i + 1]!);
}

function setTargetProperties(context: CommandContext, args: string[]): void {
  const at = args.indexOf('PROPERTIES');
  for (const target of args.slice(0, at))
    for (let i = at + 1; i + 1 < args.length; i += 2)
      setProperty(context.state, 'TARGET', target, args[i]!, args[i + 1]!);
}

function getCMakeProperty(context: CommandContext, [out, name]: string[]): void {
  switch (name) {
    case 'VARIABLES':
      context.matches.settle();
      return context.set(
        out!,
        [...new Set([...visibleNames(context.state.scope), ...context.state.cache.keys()])].sort().join(';'),
      );
    case 'CACHE_VARIABLES':
      return context.set(out!, [...context.state.cache.keys()].sort().join(';'));
    case 'MACROS':
      return context.set(out!, [...context.state.definitions.keys()].sort().join(';'));
    default:
      context.set(out!, getProperty(context.state, 'GLOBAL', '', name ?? '') ?? 'NOTFOUND');
  }
}

/** Does not query the machine, so that the answer is the same everywhere. */
function hostInformation(context: CommandContext, args: string[]): void {
  const out = args[args.indexOf('RESULT') + 1]!;
  context.set(
    out,
    args
      .slice(args.indexOf('QUERY') + 1)
      .map(() => '8192')
      .join(';'),
  );
}

/** Uses the package in the folder that `<name>_DIR` names. There is no search. */
function findPackage(context: CommandContext, args: string[], call: CallNode): Signal | void {
  const name = args[0];
  if (name === undefined) throw new CommandError('called with incorrect number of arguments');
  context.options.onRecord?.(call, args);
  const folder = context.get(`${name}_DIR`);
  if (folder !== undefined && folder !== '') {
    for (const file of [`${name}Config.cmake`, `${name.toLowerCase()}-config.cmake`]) {
      const config = resolvePath(folder, file);
      if (context.files.kind(config) !== 'file' || context.options.enterDirectory?.(config) === false)
        continue;
      context.set(`${name}_FOUND`, '1');
      context.set(`${name}_CONFIG`, config);
      packageVersion(context, name, config, call);
      return context.runFileInPolicyScope(config, 'include', call);
    }
  }
  context.set(`${name}_FOUND`, '0');
}

/** Sets `<name>_VERSION` and its parts from the version file next to the package's own file. */
function packageVersion(context: CommandContext, name: string, config: string, call: CallNode): void {
  const file = config
    .replace(/Config\.cmake$/, 'ConfigVersion.cmake')
    .replace(/-config\.cmake$/, '-config-version.cmake');
  if (context.files.kind(file) !== 'file') return;
  const outer = context.openScope('block');
  context.set('PACKAGE_FIND_NAME', name);
  context.runFile(file, 'include', call);
  const version = context.value('PACKAGE_VERSION');
  context.leaveScope('block', outer);
  const parts = version.split('.');
  context.set(`${name}_VERSION`, version);
  ['MAJOR', 'MINOR', 'PATCH', 'TWEAK'].forEach((part, index) =>
    context.set(`${name}_VERSION_${part}`, parts[index] ?? '0'),
  );
  context.set(`${name}_VERSION_COUNT`, String(version === '' ? 0 : parts.length));
}

/** Keeps a result that is already in the cache. There is no search. */
function find(context: CommandContext, args: string[], call: CallNode): void {
  context.options.onRecord?.(call, args);
  const name = args[0];
  if (name === undefined || args.length < 2)
    throw new CommandError('called with incorrect number of arguments');
  context.options.onRecord?.(call, args);
  if (context.get(name) === undefined)
    context.state.cache.set(name, { value: `${name}-NOTFOUND`, type: 'FILEPATH', help: '' });
}
