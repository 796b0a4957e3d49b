import { visibleNames } from '../runtime/scope';
import { CommandError, type Builtin, type Signal, type Interpreter } from '../runtime/interpreter';
import { absolutePath, resolvePath } from '../values/cmake-path';
import { declare, getProperty, setProperty, visibleTarget, type PropertyScope } from '../runtime/properties';
import type { CallCode } from '../ir/nodes';

const record: Builtin = (interpreter, args, call) => interpreter.options.onRecord?.(call, args);

const RECORDED = [
  'add_compile_definitions add_compile_options add_custom_command add_definitions add_dependencies add_link_options',
  'aux_source_directory build_command cmake_file_api create_test_sourcelist define_property enable_testing export',
  'include_external_msproject include_regular_expression install link_directories link_libraries load_cache',
  'remove_definitions source_group target_compile_definitions target_compile_features target_compile_options',
  'target_include_directories target_link_directories target_link_libraries target_link_options',
  'target_precompile_headers target_sources try_compile try_run enable_language',
  'set_source_files_properties set_tests_properties fltk_wrap_ui exec_program write_file utility_source',
].flatMap((line) => line.split(' '));

/** Commands that describe a build: what they say is recorded or kept as properties; nothing is run. */
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
  get_target_property: (interpreter, [out, target, name]) =>
    interpreter.set(out!, getProperty(interpreter, 'TARGET', target!, name!) ?? `${out}-NOTFOUND`),
  set_target_properties: setTargetProperties,
  get_source_file_property: (interpreter, [out]) => interpreter.set(out!, 'NOTFOUND'),
  get_test_property: (interpreter, [out]) => interpreter.set(out!, 'NOTFOUND'),
  get_cmake_property: getCMakeProperty,
  cmake_host_system_information: hostInformation,
  find_package: findPackage,
  find_program: find,
  find_library: find,
  find_file: find,
  find_path: find,
};

/** Nothing is run: what a configure runs is taken to succeed, and to say nothing. */
function executeProcess(interpreter: Interpreter, args: string[], call: CallCode): void {
  interpreter.options.onRecord?.(call, args);
  const answers = { RESULT_VARIABLE: '0', RESULTS_VARIABLE: '0', OUTPUT_VARIABLE: '', ERROR_VARIABLE: '' };
  for (const [word, value] of Object.entries(answers)) {
    const at = args.lastIndexOf(word);
    if (at >= 0 && args[at + 1] !== undefined) interpreter.set(args[at + 1]!, value);
  }
}

function project(interpreter: Interpreter, args: string[], call: CallCode): void {
  const [name] = args;
  if (name === undefined) throw new CommandError('PROJECT called with incorrect number of arguments');
  const { directory } = interpreter.state;
  const option = (word: string): string => args[args.indexOf(word, 1) + 1] ?? '';
  const has = (word: string): boolean => args.indexOf(word, 1) > 0;
  const both = (suffix: string, value: string): void => {
    interpreter.set(`PROJECT_${suffix}`, value);
    interpreter.set(`${name}_${suffix}`, value);
  };
  interpreter.set('PROJECT_NAME', name);
  both('SOURCE_DIR', directory.source);
  both('BINARY_DIR', directory.binary);
  if (
    interpreter.get('CMAKE_PROJECT_NAME') === undefined ||
    directory.source === interpreter.value('CMAKE_SOURCE_DIR')
  )
    interpreter.set('CMAKE_PROJECT_NAME', name);
  const version = has('VERSION') ? option('VERSION') : '';
  const parts = version.split('.');
  both('VERSION', version);
  ['MAJOR', 'MINOR', 'PATCH', 'TWEAK'].forEach((part, index) => both(`VERSION_${part}`, parts[index] ?? ''));
  if (has('DESCRIPTION')) both('DESCRIPTION', option('DESCRIPTION'));
  interpreter.options.onRecord?.(call, args);
}

function addSubdirectory(interpreter: Interpreter, args: string[], call: CallCode): Signal | void {
  const [folder, output] = args;
  if (folder === undefined) throw new CommandError('called with incorrect number of arguments');
  const source = absolutePath(interpreter, folder);
  const parent = interpreter.state.directory;
  let binary: string;
  if (output !== undefined && output !== 'EXCLUDE_FROM_ALL') binary = resolvePath(parent.binary, output);
  else if (source.startsWith(`${parent.source}/`))
    binary = parent.binary + source.slice(parent.source.length);
  else
    throw new CommandError(
      `not given a binary directory but the given source directory "${source}" is not a subdirectory of "${parent.source}".  When specifying an out-of-tree source a binary directory must be explicitly specified.`,
    );
  if (interpreter.options.enterDirectory?.(source) === false)
    return interpreter.options.onRecord?.(call, args);
  const lists = `${source}/CMakeLists.txt`;
  if (interpreter.files.kind(lists) !== 'file') {
    if (interpreter.files.kind(source) !== 'directory')
      throw new CommandError(`given source "${folder}" which is not an existing directory.`);
    return interpreter.fatal(`The source directory\n  ${source}\ndoes not contain a CMakeLists.txt file.`);
  }
  const { state } = interpreter;
  const outer = interpreter.openScope('directory');
  state.directory = { source, binary };
  // Directories inherit what include_directories said above them.
  setProperty(
    interpreter,
    'DIRECTORY',
    source,
    'INCLUDE_DIRECTORIES',
    getProperty(interpreter, 'DIRECTORY', parent.source, 'INCLUDE_DIRECTORIES') ?? null,
  );
  interpreter.set('CMAKE_CURRENT_SOURCE_DIR', source);
  interpreter.set('CMAKE_CURRENT_BINARY_DIR', binary);
  interpreter.options.onInclude?.(lists, call);
  const signal = interpreter.runFileInPolicyScope(lists, 'directory', call);
  interpreter.leaveScope('directory', outer);
  interpreter.state.directory = parent;
  return signal;
}

function addTarget(interpreter: Interpreter, args: string[], call: CallCode): void {
  const [name] = args;
  if (name === undefined) throw new CommandError('called with incorrect number of arguments');
  declare(interpreter, 'TARGET', name);
  interpreter.options.onRecord?.(call, args);
}

function addTest(interpreter: Interpreter, args: string[], call: CallCode): void {
  declare(interpreter, 'TEST', (args[0] === 'NAME' ? args[1] : args[0]) ?? '');
  interpreter.options.onRecord?.(call, args);
}

function includeDirectories(interpreter: Interpreter, args: string[]): void {
  const before = args.includes('BEFORE');
  const added = args
    .filter((arg) => arg !== 'BEFORE' && arg !== 'AFTER' && arg !== 'SYSTEM' && arg !== '')
    .map((arg) => (arg.startsWith('$<') ? arg : absolutePath(interpreter, arg)));
  if (added.length === 0) return;
  const owner = interpreter.state.directory.source;
  const old = getProperty(interpreter, 'DIRECTORY', owner, 'INCLUDE_DIRECTORIES') ?? '';
  const lists = before ? [added.join(';'), old] : [old, added.join(';')];
  setProperty(
    interpreter,
    'DIRECTORY',
    owner,
    'INCLUDE_DIRECTORIES',
    lists.filter((list) => list !== '').join(';'),
  );
}

const SCOPES = new Set(['GLOBAL', 'DIRECTORY', 'TARGET', 'SOURCE', 'INSTALL', 'TEST', 'CACHE', 'VARIABLE']);

function setPropertyCommand(interpreter: Interpreter, args: string[]): void {
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
    owners = [
      owners[0] === undefined ? interpreter.state.directory.source : absolutePath(interpreter, owners[0]),
    ];
  const name = args[at + 1]!;
  const values = args.slice(at + 2);
  for (const owner of owners) {
    if (scope === 'TARGET' && !visibleTarget(interpreter, owner) && interpreter.options.mode === 'script')
      throw new CommandError(`could not find TARGET ${owner}.  Perhaps it has not yet been created.`);
    const old = getProperty(interpreter, scope as PropertyScope, owner, name) ?? '';
    const joined = values.join(';');
    const value = appendText
      ? old + joined
      : append && old !== '' && joined !== ''
        ? `${old};${joined}`
        : append && joined === ''
          ? old
          : joined;
    setProperty(
      interpreter,
      scope as PropertyScope,
      owner,
      name,
      values.length === 0 && !append && !appendText ? null : value,
    );
    if (scope === 'CACHE') setCacheProperty(interpreter, owner, name, value);
  }
}

function setCacheProperty(interpreter: Interpreter, entry: string, property: string, value: string): void {
  const existing = interpreter.state.cache.get(entry);
  if (existing === undefined) {
    if (interpreter.options.mode === 'script')
      throw new CommandError(`could not find CACHE variable ${entry}.  Perhaps it has not yet been created.`);
    return;
  }
  if (property === 'TYPE') interpreter.state.cache.set(entry, { ...existing, type: value });
  if (property === 'VALUE') interpreter.state.cache.set(entry, { ...existing, value });
  if (property === 'HELPSTRING') interpreter.state.cache.set(entry, { ...existing, help: value });
}

function getPropertyCommand(interpreter: Interpreter, args: string[]): void {
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
  if (scope === 'VARIABLE') value = interpreter.get(name);
  else if (scope === 'CACHE' && (name === 'VALUE' || name === 'TYPE' || name === 'HELPSTRING')) {
    const entry = interpreter.state.cache.get(given);
    value = name === 'VALUE' ? entry?.value : name === 'TYPE' ? entry?.type : entry?.help;
  } else {
    const owner =
      scope === 'GLOBAL'
        ? ''
        : scope === 'DIRECTORY'
          ? absolutePath(interpreter, given === '' ? '.' : given)
          : given;
    value = getProperty(interpreter, scope as PropertyScope, owner, name);
  }
  if (kind === 'SET') interpreter.set(out!, value === undefined ? '0' : '1');
  else if (kind === 'DEFINED') interpreter.set(out!, '0');
  else if (kind === 'BRIEF_DOCS' || kind === 'FULL_DOCS') interpreter.set(out!, 'NOTFOUND');
  else interpreter.set(out!, value ?? null);
}

function getDirectoryProperty(interpreter: Interpreter, args: string[]): void {
  const [out, ...rest] = args;
  let owner = interpreter.state.directory.source;
  if (rest[0] === 'DIRECTORY') {
    owner = absolutePath(interpreter, rest[1]!);
    rest.splice(0, 2);
  }
  if (rest[0] === 'DEFINITION') return interpreter.set(out!, interpreter.value(rest[1]!));
  interpreter.set(out!, getProperty(interpreter, 'DIRECTORY', owner, rest[0]!) ?? '');
}

function setDirectoryProperties(interpreter: Interpreter, args: string[]): void {
  for (let i = 1; i + 1 < args.length; i += 2)
    setProperty(interpreter, 'DIRECTORY', interpreter.state.directory.source, args[i]!, args[i + 1]!);
}

function setTargetProperties(interpreter: Interpreter, args: string[]): void {
  const at = args.indexOf('PROPERTIES');
  for (const target of args.slice(0, at))
    for (let i = at + 1; i + 1 < args.length; i += 2)
      setProperty(interpreter, 'TARGET', target, args[i]!, args[i + 1]!);
}

function getCMakeProperty(interpreter: Interpreter, [out, name]: string[]): void {
  switch (name) {
    case 'VARIABLES':
      interpreter.matches.settle();
      return interpreter.set(
        out!,
        [...new Set([...visibleNames(interpreter.state.scope), ...interpreter.state.cache.keys()])]
          .sort()
          .join(';'),
      );
    case 'CACHE_VARIABLES':
      return interpreter.set(out!, [...interpreter.state.cache.keys()].sort().join(';'));
    case 'MACROS':
      return interpreter.set(out!, [...interpreter.state.definitions.keys()].sort().join(';'));
    default:
      interpreter.set(out!, getProperty(interpreter, 'GLOBAL', '', name ?? '') ?? 'NOTFOUND');
  }
}

/** What the machine has is not asked for: the same answer everywhere. */
function hostInformation(interpreter: Interpreter, args: string[]): void {
  const out = args[args.indexOf('RESULT') + 1]!;
  interpreter.set(
    out,
    args
      .slice(args.indexOf('QUERY') + 1)
      .map(() => '8192')
      .join(';'),
  );
}

/** A package that was found before lies where its `_DIR` says; no search is made. */
function findPackage(interpreter: Interpreter, args: string[], call: CallCode): Signal | void {
  const name = args[0];
  if (name === undefined) throw new CommandError('called with incorrect number of arguments');
  interpreter.options.onRecord?.(call, args);
  const folder = interpreter.get(`${name}_DIR`);
  if (folder !== undefined && folder !== '') {
    for (const file of [`${name}Config.cmake`, `${name.toLowerCase()}-config.cmake`]) {
      const config = resolvePath(folder, file);
      if (interpreter.files.kind(config) !== 'file' || interpreter.options.enterDirectory?.(config) === false)
        continue;
      interpreter.set(`${name}_FOUND`, '1');
      interpreter.set(`${name}_CONFIG`, config);
      packageVersion(interpreter, name, config, call);
      return interpreter.runFileInPolicyScope(config, 'include', call);
    }
  }
  interpreter.set(`${name}_FOUND`, '0');
}

/** Sets `<name>_VERSION` and its parts to what the file beside a package's own says. */
function packageVersion(interpreter: Interpreter, name: string, config: string, call: CallCode): void {
  const file = config
    .replace(/Config\.cmake$/, 'ConfigVersion.cmake')
    .replace(/-config\.cmake$/, '-config-version.cmake');
  if (interpreter.files.kind(file) !== 'file') return;
  const outer = interpreter.openScope('block');
  interpreter.set('PACKAGE_FIND_NAME', name);
  interpreter.runFile(file, 'include', call);
  const version = interpreter.value('PACKAGE_VERSION');
  interpreter.leaveScope('block', outer);
  const parts = version.split('.');
  interpreter.set(`${name}_VERSION`, version);
  ['MAJOR', 'MINOR', 'PATCH', 'TWEAK'].forEach((part, index) =>
    interpreter.set(`${name}_VERSION_${part}`, parts[index] ?? '0'),
  );
  interpreter.set(`${name}_VERSION_COUNT`, String(version === '' ? 0 : parts.length));
}

/** What was found before stands in the cache; no search is made. */
function find(interpreter: Interpreter, args: string[], call: CallCode): void {
  interpreter.options.onRecord?.(call, args);
  const name = args[0];
  if (name === undefined || args.length < 2)
    throw new CommandError('called with incorrect number of arguments');
  interpreter.options.onRecord?.(call, args);
  if (interpreter.get(name) === undefined)
    interpreter.state.cache.set(name, { value: `${name}-NOTFOUND`, type: 'FILEPATH', help: '' });
}
