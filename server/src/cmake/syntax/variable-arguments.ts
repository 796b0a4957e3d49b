import type { Argument, Command } from './ast';

/** The indices of the arguments of CMake's own commands that name a variable. Counted from 0, and −1 is the last one. */
interface NamedVariables {
  writes: number[];
  reads: number[];
}

const none: NamedVariables = { writes: [], reads: [] };

const byCommand: Record<string, NamedVariables> = {
  set: { writes: [0], reads: [] },
  unset: { writes: [0], reads: [] },
  option: { writes: [0], reads: [] },
  cmake_dependent_option: { writes: [0], reads: [] },
  math: { writes: [1], reads: [] },
  get_filename_component: { writes: [0], reads: [] },
  get_property: { writes: [0], reads: [] },
  get_cmake_property: { writes: [0], reads: [] },
  get_directory_property: { writes: [0], reads: [] },
  get_target_property: { writes: [0], reads: [] },
  find_file: { writes: [0], reads: [] },
  find_path: { writes: [0], reads: [] },
  find_library: { writes: [0], reads: [] },
  find_program: { writes: [0], reads: [] },
  separate_arguments: { writes: [0], reads: [] },
  mark_as_advanced: { writes: [], reads: [0] },
};

const list: Record<string, NamedVariables> = {
  APPEND: { writes: [1], reads: [] },
  PREPEND: { writes: [1], reads: [] },
  INSERT: { writes: [1], reads: [] },
  REMOVE_ITEM: { writes: [1], reads: [] },
  REMOVE_AT: { writes: [1], reads: [] },
  REMOVE_DUPLICATES: { writes: [1], reads: [] },
  REVERSE: { writes: [1], reads: [] },
  SORT: { writes: [1], reads: [] },
  FILTER: { writes: [1], reads: [] },
  TRANSFORM: { writes: [1], reads: [] },
  POP_BACK: { writes: [1, 2], reads: [] },
  POP_FRONT: { writes: [1, 2], reads: [] },
  LENGTH: { writes: [2], reads: [1] },
  GET: { writes: [-1], reads: [1] },
  FIND: { writes: [3], reads: [1] },
  JOIN: { writes: [3], reads: [1] },
  SUBLIST: { writes: [4], reads: [1] },
};

const string: Record<string, number[]> = {
  APPEND: [1],
  PREPEND: [1],
  CONCAT: [1],
  REPLACE: [3],
  TOUPPER: [2],
  TOLOWER: [2],
  LENGTH: [2],
  STRIP: [2],
  SUBSTRING: [4],
  FIND: [3],
  JOIN: [2],
  CONFIGURE: [2],
  COMPARE: [4],
  REPEAT: [3],
  MAKE_C_IDENTIFIER: [2],
  GENEX_STRIP: [2],
  TIMESTAMP: [1],
  RANDOM: [-1],
  MD5: [1],
  SHA1: [1],
  SHA256: [1],
};

const file: Record<string, number[]> = {
  READ: [2],
  STRINGS: [2],
  GLOB: [1],
  GLOB_RECURSE: [1],
  RELATIVE_PATH: [1],
  SIZE: [2],
  TIMESTAMP: [2],
  TO_CMAKE_PATH: [2],
  TO_NATIVE_PATH: [2],
  REAL_PATH: [2],
};

const conditionWords = new Set(
  (
    'NOT AND OR COMMAND POLICY TARGET TEST DEFINED EXISTS IS_DIRECTORY IS_SYMLINK IS_ABSOLUTE IS_NEWER_THAN IN_LIST ' +
    'MATCHES LESS GREATER EQUAL LESS_EQUAL GREATER_EQUAL STRLESS STREQUAL STRGREATER STRLESS_EQUAL STRGREATER_EQUAL ' +
    'VERSION_LESS VERSION_EQUAL VERSION_GREATER VERSION_LESS_EQUAL VERSION_GREATER_EQUAL PATH_EQUAL ' +
    'TRUE FALSE ON OFF YES NO ( )'
  ).split(' '),
);

/** The arguments of a command that name a variable: those that it sets, and those that it reads by name. */
export function namedVariables(command: Command): { writes: Argument[]; reads: Argument[] } {
  const name = command.name.toLowerCase();
  if (name === 'if' || name === 'elseif' || name === 'while')
    return { writes: [], reads: conditionVariables(command) };
  if (name === 'foreach') return foreachVariables(command);
  const { writes, reads } = placesOf(name, command);
  const at = (place: number): Argument[] => {
    const argument = command.args.at(place);
    return argument && argument.kind !== 'bracket' && argument.text !== '' ? [argument] : [];
  };
  return { writes: writes.flatMap(at), reads: reads.flatMap(at) };
}

function placesOf(name: string, command: Command): NamedVariables {
  const action = command.args[0]?.text ?? '';
  switch (name) {
    case 'list':
      return list[action] ?? none;
    case 'string':
      if (action === 'REGEX') return { writes: [command.args[1]?.text === 'REPLACE' ? 4 : 3], reads: [] };
      return { writes: string[action] ?? [], reads: [] };
    case 'file':
      return { writes: file[action] ?? [], reads: [] };
    case 'execute_process':
    case 'try_compile':
    case 'try_run':
    case 'include':
      return { writes: behindKeywords(command), reads: [] };
    case 'block':
    case 'return':
      return { writes: [], reads: propagated(command) };
    default:
      return byCommand[name] ?? none;
  }
}

/** The indices of the arguments after `OUTPUT_VARIABLE` and similar keywords. */
function behindKeywords({ args }: Command): number[] {
  return args.flatMap(({ kind, text }, n) => (kind === 'unquoted' && /_VARIABLE$/.test(text) ? [n + 1] : []));
}

/** The names in `return(PROPAGATE a b)` and `block(PROPAGATE a b)`. */
function propagated({ args }: Command): number[] {
  const from = args.findIndex(({ text }) => text === 'PROPAGATE');
  return from < 0 ? [] : args.map((_, n) => n).slice(from + 1);
}

/** `foreach(x IN LISTS a b ITEMS c)` reads `a` and `b`; `foreach(x y IN ZIP_LISTS a b)` sets `x` and `y`. */
function foreachVariables(command: Command): { writes: Argument[]; reads: Argument[] } {
  const { args } = command;
  const at = args.findIndex(({ kind, text }) => kind === 'unquoted' && text === 'IN');
  if (at < 0) return { writes: args.slice(0, 1), reads: [] };
  const reads: Argument[] = [];
  let lists = false;
  for (const argument of args.slice(at + 1)) {
    if (argument.text === 'LISTS' || argument.text === 'ZIP_LISTS') lists = true;
    else if (argument.text === 'ITEMS') lists = false;
    else if (lists) reads.push(argument);
  }
  return { writes: args.slice(0, at), reads };
}

/** Words of a condition that CMake may look up as variables. Numbers and operators are excluded. */
function conditionVariables(command: Command): Argument[] {
  return command.args.filter(
    ({ kind, text }, n) =>
      kind === 'unquoted' &&
      !conditionWords.has(text) &&
      /^[A-Za-z_]/.test(text) &&
      !/^(?:COMMAND|POLICY|TARGET|TEST|EXISTS|MATCHES)$/.test(command.args[n - 1]?.text ?? ''),
  );
}
