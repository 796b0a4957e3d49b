import path from 'node:path';
import { CommandError } from '../values/command-error';
import type { Builtin, CommandContext } from '../runtime/command';
import { isAbsolutePath, normalPath, resolvePath } from '../values/cmake-path';
import { trimEndOf } from '../../shared/trim-end';
import { hashHex } from './string';

/** `get_filename_component(<var> <file> <mode> …)` */
export const filenameComponentCommand: Builtin = (context, args) => {
  const [out, file, mode, ...options] = args;
  if (out === undefined || file === undefined || mode === undefined)
    throw new CommandError('called with incorrect number of arguments');
  if (options[options.length - 1] === 'CACHE' && context.state.cache.has(out)) return;
  const baseAt = options.indexOf('BASE_DIR');
  const { source } = context.state.directory;
  const base = baseAt < 0 ? source : resolvePath(source, options[baseAt + 1] ?? '');
  const value = component(context, file, mode, base);
  if (options[options.length - 1] === 'CACHE')
    context.state.cache.set(out, { value, type: mode === 'NAME' ? 'STRING' : 'FILEPATH', help: '' });
  else context.set(out, value);
};

function component(context: CommandContext, file: string, mode: string, base: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const from = (at: number): [string, string] => (at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at)]);
  switch (mode) {
    case 'DIRECTORY':
    case 'PATH':
      return folderOf(file.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'));
    case 'NAME':
      return name;
    case 'EXT':
      return from(name.indexOf('.'))[1];
    case 'NAME_WE':
      return from(name.indexOf('.'))[0];
    case 'LAST_EXT':
      return from(name.lastIndexOf('.'))[1];
    case 'NAME_WLE':
      return from(name.lastIndexOf('.'))[0];
    case 'ABSOLUTE':
      return file === '' ? base : resolvePath(base, file);
    case 'REALPATH':
      return context.files.realPath(file === '' ? base : resolvePath(base, file));
    case 'PROGRAM':
      return file.split(' ')[0] ?? '';
    default:
      throw new CommandError(`unknown component ${mode}`);
  }
}

function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '' : slash === 0 ? '/' : file.slice(0, slash);
}

type PathSub = (context: CommandContext, args: string[]) => void;

/** `cmake_path(<sub> …)` */
export const cmakePathCommand: Builtin = (context, args) => {
  if (args.length < 2) throw new CommandError('must be called with at least two arguments.');
  const sub = BY_NAME.get(args[0]!);
  if (sub === undefined) throw new CommandError(`does not recognize sub-command ${args[0]}`);
  sub(context, args.slice(1));
};

/** A sub-command that changes a path. The result goes to OUTPUT_VARIABLE, or else to the variable that held the path. */
function changing(change: (value: string, args: string[], context: CommandContext) => string): PathSub {
  return (context, args) => {
    const at = args.indexOf('OUTPUT_VARIABLE');
    const out = at < 0 ? args[0]! : (args[at + 1] ?? '');
    const rest = args.filter((_, index) => index > 0 && (at < 0 || (index !== at && index !== at + 1)));
    context.set(out, change(context.value(args[0]!), rest, context));
  };
}

function asking(answer: (value: string) => string | boolean): PathSub {
  return (context, [name, out]) => {
    const value = answer(context.value(name!));
    context.set(out!, typeof value === 'string' ? value : value ? 'ON' : 'OFF');
  };
}

function fileName(value: string): string {
  return value.slice(value.lastIndexOf('/') + 1);
}

function extension(value: string, lastOnly: boolean): string {
  const name = fileName(value);
  if (name === '.' || name === '..') return '';
  const at = lastOnly ? name.lastIndexOf('.') : name.indexOf('.', 1);
  return at <= 0 ? '' : name.slice(at);
}

function stem(value: string, lastOnly: boolean): string {
  const name = fileName(value);
  return name.slice(0, name.length - extension(value, lastOnly).length);
}

function parentPath(value: string): string {
  const slash = value.lastIndexOf('/');
  return slash < 0 ? '' : trimEndOf(value.slice(0, slash), '/') || '/';
}

function rootDirectory(value: string): string {
  return value.startsWith('/') ? '/' : '';
}

/** Like `std::filesystem::path::lexically_normal`, which keeps a slash at the end. */
function lexicallyNormal(value: string): string {
  return value === '' ? '' : path.posix.normalize(value).replace(/^\.\/$/, '.');
}

function join(base: string, parts: readonly string[]): string {
  let result = base;
  for (const part of parts)
    if (isAbsolutePath(part)) result = part;
    else result = result === '' || result.endsWith('/') ? result + part : `${result}/${part}`;
  return result;
}

function getComponent(value: string, what: string, lastOnly: boolean): string {
  switch (what) {
    case 'ROOT_NAME':
      return '';
    case 'ROOT_DIRECTORY':
    case 'ROOT_PATH':
      return rootDirectory(value);
    case 'FILENAME':
      return fileName(value);
    case 'EXTENSION':
      return extension(value, lastOnly);
    case 'STEM':
      return stem(value, lastOnly);
    case 'RELATIVE_PART':
      return value.replace(/^\/+/, '');
    case 'PARENT_PATH':
      return parentPath(value);
    default:
      throw new CommandError(`GET called with an unknown action: ${what}.`);
  }
}

const SUBCOMMANDS: Record<string, PathSub> = {
  GET(context, args) {
    const lastOnly = args[2] === 'LAST_ONLY';
    context.set(args[lastOnly ? 3 : 2]!, getComponent(context.value(args[0]!), args[1]!, lastOnly));
  },
  SET(context, args) {
    const normalize = args[1] === 'NORMALIZE';
    const value = (args[normalize ? 2 : 1] ?? '').replaceAll('\\', '/');
    context.set(args[0]!, normalize ? lexicallyNormal(value) : value);
  },
  APPEND: changing((value, parts) => join(value, parts).replace(/\/+/g, '/')),
  APPEND_STRING: changing((value, parts) => value + parts.join('')),
  REMOVE_FILENAME: changing((value) => value.slice(0, value.lastIndexOf('/') + 1)),
  REPLACE_FILENAME: changing((value, [name]) =>
    fileName(value) === '' ? value : value.slice(0, value.lastIndexOf('/') + 1) + (name ?? ''),
  ),
  REMOVE_EXTENSION: changing((value, [last]) => {
    const found = extension(value, last === 'LAST_ONLY');
    return value.slice(0, value.length - found.length);
  }),
  REPLACE_EXTENSION: changing((value, args) => {
    const lastOnly = args[0] === 'LAST_ONLY';
    const found = extension(value, lastOnly);
    const added = args[lastOnly ? 1 : 0] ?? '';
    return (
      value.slice(0, value.length - found.length) +
      (added === '' || added.startsWith('.') ? added : `.${added}`)
    );
  }),
  NORMAL_PATH: changing((value) => lexicallyNormal(value)),
  RELATIVE_PATH: changing((value, args, context) => path.posix.relative(baseDirectory(context, args), value)),
  ABSOLUTE_PATH: changing((value, args, context) => {
    const absolute = isAbsolutePath(value) ? value : join(baseDirectory(context, args), [value]);
    return args.includes('NORMALIZE') ? lexicallyNormal(absolute) : absolute;
  }),
  NATIVE_PATH(context, args) {
    const normalize = args[1] === 'NORMALIZE';
    const value = context.value(args[0]!);
    context.set(args[normalize ? 2 : 1]!, normalize ? lexicallyNormal(value) : value);
  },
  CONVERT(context, [value, mode, out]) {
    if (mode === 'TO_CMAKE_PATH_LIST')
      context.set(
        out!,
        value!
          .split(':')
          .map((item) => normalPath(item))
          .join(';'),
      );
    else context.set(out!, value!.replaceAll(';', ':'));
  },
  COMPARE(context, [left, operator, right, out]) {
    const same = left!.replace(/\/+/g, '/') === right!.replace(/\/+/g, '/');
    context.set(out!, same === (operator === 'EQUAL') ? 'ON' : 'OFF');
  },
  HASH: asking((value) => hashHex('MD5', value).slice(0, 16)),
  HAS_ROOT_NAME: asking(() => false),
  HAS_ROOT_DIRECTORY: asking((value) => rootDirectory(value) !== ''),
  HAS_ROOT_PATH: asking((value) => rootDirectory(value) !== ''),
  HAS_FILENAME: asking((value) => fileName(value) !== ''),
  HAS_EXTENSION: asking((value) => extension(value, false) !== ''),
  HAS_STEM: asking((value) => stem(value, false) !== ''),
  HAS_RELATIVE_PART: asking((value) => value.replace(/^\/+/, '') !== ''),
  HAS_PARENT_PATH: asking((value) => parentPath(value) !== ''),
  IS_ABSOLUTE: asking((value) => value.startsWith('/')),
  IS_RELATIVE: asking((value) => !value.startsWith('/')),
  IS_PREFIX(context, args) {
    const normalize = args[2] === 'NORMALIZE';
    const tidy = (value: string): string =>
      (normalize ? lexicallyNormal(value) : value).replace(/(.)\/$/, '$1');
    const prefix = tidy(context.value(args[0]!));
    const value = tidy(args[1]!);
    const holds = prefix === value || value.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
    context.set(args[normalize ? 3 : 2]!, holds ? 'ON' : 'OFF');
  },
};

const BY_NAME = new Map(Object.entries(SUBCOMMANDS));

function baseDirectory(context: CommandContext, args: readonly string[]): string {
  const at = args.indexOf('BASE_DIRECTORY');
  return at < 0 ? context.state.directory.source : (args[at + 1] ?? '');
}
