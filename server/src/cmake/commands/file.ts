import path from 'node:path';
import { splitList } from '../values/semicolon-list';
import { configureFile as configureContent, configureText } from '../runtime/files/configure-text';
import { glob } from '../runtime/files/glob';
import { CommandError } from '../values/command-error';
import type { Builtin, CommandContext } from '../runtime/command';
import { isAbsolutePath, normalPath, resolvePath } from '../values/cmake-path';
import { RegexSyntaxError, type CMakeRegex } from '../values/regex';
import { isAtLeast } from '../values/version';
import { hashHex } from './string';

type Sub = (context: CommandContext, args: string[], call: Parameters<Builtin>[2]) => void;

/** `file(<sub> …)` */
export const fileCommand: Builtin = (context, args, call) => {
  if (args.length < 2) throw new CommandError('must be called with at least two arguments.');
  const sub = BY_NAME.get(args[0]!);
  if (sub === undefined) throw new CommandError(`does not recognize sub-command ${args[0]}`);
  sub(context, args.slice(1), call);
};

function sourcePath(context: CommandContext, file: string): string {
  return resolvePath(context.state.directory.source, file);
}

function binaryPath(context: CommandContext, file: string): string {
  return resolvePath(context.state.directory.binary, file);
}

function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

function read(context: CommandContext, file: string, sub: string): string {
  const resolved = sourcePath(context, file);
  const content = context.files.read(resolved);
  if (content === null)
    throw new CommandError(
      sub === 'STRINGS'
        ? `STRINGS file "${resolved}" cannot be read.`
        : `failed to open for reading (No such file or directory):\n  ${resolved}`,
    );
  return content;
}

const record: Sub = (context, args, call) => context.options.onRecord?.(call, args);

const SUBCOMMANDS: Record<string, Sub> = {
  READ(context, [file, out, ...options]) {
    if (out === undefined)
      throw new CommandError('READ must be called with at least two additional arguments');
    const content = read(context, file!, 'READ');
    const offset = Math.max(0, Number(option(options, 'OFFSET') ?? 0));
    const limit = option(options, 'LIMIT');
    const rest = content.slice(offset);
    const bytes = limit === undefined ? rest : rest.slice(0, Number(limit));
    // CMake reads line by line, and treats the end of the limit like the end of a line.
    const cut = limit !== undefined && bytes.length < rest.length && !bytes.endsWith('\n');
    const text = options.includes('HEX')
      ? Buffer.from(bytes, 'latin1').toString('hex')
      : bytes.replaceAll('\r\n', '\n') + (cut ? '\n' : '');
    context.set(out, text);
  },
  STRINGS: strings,
  WRITE(context, [file, ...content]) {
    context.files.write(sourcePath(context, file!), content.join(''));
  },
  APPEND(context, [file, ...content]) {
    const resolved = sourcePath(context, file!);
    context.files.write(resolved, (context.files.read(resolved) ?? '') + content.join(''));
  },
  TOUCH(context, files) {
    for (const file of files) {
      const resolved = sourcePath(context, file);
      context.files.write(resolved, context.files.read(resolved) ?? '');
    }
  },
  TOUCH_NOCREATE: () => undefined,
  GLOB: (context, args) => globFiles(context, args, false),
  GLOB_RECURSE: (context, args) => globFiles(context, args, true),
  MAKE_DIRECTORY(context, args) {
    const at = isAtLeast(context.options.version, 3, 31) ? args.indexOf('RESULT') : -1;
    const directories = at < 0 ? args : args.filter((_, index) => index !== at && index !== at + 1);
    if (at >= 0 && args[at + 1] !== undefined) context.set(args[at + 1]!, '0');
    for (const directory of directories) context.files.makeDirectory(sourcePath(context, directory));
  },
  REMOVE(context, files) {
    for (const file of files) if (file !== '') context.files.remove(sourcePath(context, file), false);
  },
  REMOVE_RECURSE(context, files) {
    for (const file of files) if (file !== '') context.files.remove(sourcePath(context, file), true);
  },
  RENAME(context, [from, to]) {
    const old = sourcePath(context, from!);
    const content = context.files.read(old);
    if (to === undefined)
      throw new CommandError('RENAME must be called with at least two additional arguments');
    if (content === null)
      throw new CommandError(
        `RENAME failed to rename\n  ${old}\nto\n  ${sourcePath(context, to)}\nbecause: No such file or directory\n`,
      );
    context.files.write(sourcePath(context, to), content);
    context.files.remove(old, false);
  },
  COPY_FILE(context, [from, to]) {
    const content = context.files.read(sourcePath(context, from!));
    if (content !== null) context.files.write(sourcePath(context, to!), content);
  },
  COPY: copy,
  INSTALL: record,
  SIZE(context, [file, out]) {
    if (out === undefined) throw new CommandError('SIZE requires a file name and output variable');
    const content = context.files.read(sourcePath(context, file!));
    if (content === null) throw new CommandError(`SIZE requested of path that is not readable:\n  ${file}`);
    context.set(out, String(content.length));
  },
  READ_SYMLINK(context, [file, out, ...options]) {
    const result = isAtLeast(context.options.version, 4, 4) ? option(options, 'RESULT') : undefined;
    if (out === undefined || (options.length > 0 && result === undefined))
      throw new CommandError('READ_SYMLINK requires a file name and output variable');
    const resolved = sourcePath(context, file!);
    const isLink = context.files.isLink(resolved);
    if (!isLink && result === undefined)
      throw new CommandError(`READ_SYMLINK requested of path that is not a symlink:\n  ${file}`);
    if (result !== undefined) context.set(result, isLink ? '0' : 'The requested path is not a symlink');
    context.set(out, isLink ? context.files.realPath(resolved) : '');
  },
  REAL_PATH(context, [file, out, ...options]) {
    const base = option(options, 'BASE_DIRECTORY') ?? context.state.directory.source;
    context.set(out!, context.files.realPath(resolvePath(base, file!)));
  },
  RELATIVE_PATH(context, [out, directory, file, ...more]) {
    if (file === undefined || more.length > 0)
      throw new CommandError('RELATIVE_PATH called with incorrect number of arguments');
    if (!isAbsolutePath(directory!))
      throw new CommandError(`RELATIVE_PATH must be passed a full path to the directory: ${directory}`);
    if (!isAbsolutePath(file))
      throw new CommandError(`RELATIVE_PATH must be passed a full path to the file: ${file}`);
    context.set(out!, relativePath(directory!, file));
  },
  TO_CMAKE_PATH(context, [file, out]) {
    context.set(
      out!,
      file!
        .split(':')
        .map((item) => normalPath(item))
        .join(';'),
    );
  },
  TO_NATIVE_PATH(context, [file, out]) {
    context.set(
      out!,
      splitList(file!, true)
        .map((item) => normalPath(item))
        .join(':'),
    );
  },
  TIMESTAMP(context, [, out]) {
    context.set(out!, '');
  },
  CONFIGURE(context, args) {
    const output = option(args, 'OUTPUT');
    const content = option(args, 'CONTENT');
    if (output === undefined || content === undefined)
      throw new CommandError('CONFIGURE OUTPUT and CONTENT options are required.');
    const text = configureText(context, content, {
      atOnly: args.includes('@ONLY'),
      escapeQuotes: args.includes('ESCAPE_QUOTES'),
    });
    context.files.write(binaryPath(context, output), text);
  },
  GENERATE: record,
  GET_RUNTIME_DEPENDENCIES: record,
  DOWNLOAD: record,
  UPLOAD: record,
  LOCK: record,
  CHMOD: record,
  CHMOD_RECURSE: record,
  CREATE_LINK: record,
  ARCHIVE_CREATE: record,
  ARCHIVE_EXTRACT: record,
  DIFFERENT(context, args) {
    const [left, right] = option(args, 'FILES') === undefined ? [] : args.slice(args.indexOf('FILES') + 1);
    const same =
      context.files.read(sourcePath(context, left!)) === context.files.read(sourcePath(context, right!));
    context.set(args[0]!, same ? '0' : '1');
  },
  ...Object.fromEntries(
    ['MD5', 'SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512'].map((name): [string, Sub] => [
      name,
      (context, [file, out]) => context.set(out!, hashHex(name, read(context, file!, name))),
    ]),
  ),
};

const BY_NAME = new Map(Object.entries(SUBCOMMANDS));

/** The relative path from a directory to a file. */
export function relativePath(directory: string, file: string): string {
  return path.posix.relative(directory, file);
}

function strings(context: CommandContext, [file, out, ...options]: string[]): void {
  if (out === undefined) throw new CommandError('STRINGS requires a file name and output variable');
  const content = read(context, file!, 'STRINGS');
  const pattern = option(options, 'REGEX');
  const regex = pattern === undefined ? null : compile(context, pattern);
  const setsMatches = context.policy('CMP0159') === 'NEW';
  const limit = Number(option(options, 'LIMIT_COUNT') ?? Infinity);
  const found: string[] = [];
  for (const line of content.split(/\r?\n|\0/)) {
    if (regex !== null) context.look();
    if (found.length >= limit) break;
    if (line === '') continue;
    if (regex !== null) {
      const match = regex.exec(line);
      if (match === null) continue;
      if (setsMatches) context.matches.store(match);
    }
    found.push(line);
  }
  context.set(out, found.map((line) => line.replaceAll(';', '\\;')).join(';'));
}

function compile(context: CommandContext, pattern: string): CMakeRegex {
  try {
    return context.regex(pattern);
  } catch (error) {
    if (!(error instanceof RegexSyntaxError)) throw error;
    throw new CommandError(`STRINGS option REGEX value "${pattern}" could not be compiled.`);
  }
}

function globFiles(context: CommandContext, args: string[], recurse: boolean): void {
  const [out, ...rest] = args;
  // Macros search for the headers of their module for each type.
  const [first] = rest;
  if (rest.length === 1 && !GLOB_OPTIONS.has(first!)) {
    const found = glob(context.files, sourcePath(context, first!), recurse, !recurse, () => context.look());
    return context.set(out!, joined(found));
  }
  let directories = !recurse;
  let relative: string | null = null;
  const found: string[] = [];
  for (let i = 0; i < rest.length; i++) {
    const arg = rest[i]!;
    if (arg === 'LIST_DIRECTORIES') {
      const value = rest[++i];
      if (value === undefined || !/^(on|off|true|false|yes|no|y|n|0|1)$/i.test(value))
        throw new CommandError(`${recurse ? 'GLOB_RECURSE' : 'GLOB'} LIST_DIRECTORIES missing bool value.`);
      directories = /^(on|true|yes|y|1)$/i.test(value);
    } else if (arg === 'RELATIVE') {
      relative = rest[++i] ?? '';
    } else if (arg !== 'CONFIGURE_DEPENDS' && arg !== 'FOLLOW_SYMLINKS') {
      const pattern = sourcePath(context, arg);
      for (const file of glob(context.files, pattern, recurse, directories, () => context.look()))
        found.push(relative === null ? file : relativePath(relative, file));
    }
  }
  context.set(out!, [...new Set(found.sort())].join(';'));
}

const GLOB_OPTIONS = new Set(['LIST_DIRECTORIES', 'RELATIVE', 'CONFIGURE_DEPENDS', 'FOLLOW_SYMLINKS']);

/** `paths.join(';')`, remembered as long as the search is. */
function joined(paths: readonly string[]): string {
  let list = lists.get(paths);
  if (list === undefined) lists.set(paths, (list = paths.join(';')));
  return list;
}

const lists = new WeakMap<readonly string[], string>();

function copy(context: CommandContext, args: string[]): void {
  const at = args.indexOf('DESTINATION');
  const destination = args[at + 1];
  if (at < 0 || destination === undefined) throw new CommandError('COPY given no DESTINATION');
  for (const file of args.slice(0, at)) {
    const source = sourcePath(context, file);
    const content = context.files.read(source);
    if (content !== null)
      context.files.write(`${binaryPath(context, destination)}/${path.posix.basename(source)}`, content);
  }
}

/** `configure_file(<input> <output> …)` */
export const configureFileCommand: Builtin = (context, args) => {
  const [input, output, ...options] = args;
  if (output === undefined) throw new CommandError('called with incorrect number of arguments, expected 2');
  const source = sourcePath(context, input!);
  if (context.files.kind(source) === 'directory')
    throw new CommandError(`input location\n  ${source}\nis a directory but a file was expected.`);
  let target = binaryPath(context, output);
  if (output.endsWith('/') || context.files.kind(target) === 'directory')
    target += `/${path.posix.basename(source)}`;
  const content = context.files.read(source);
  if (content === null) {
    context.issue('FATAL_ERROR', `File ${source} does not exist.`);
    throw new CommandError('Problem configuring file');
  }
  if (options.includes('COPYONLY')) return context.files.write(target, content);
  const style = option(options, 'NEWLINE_STYLE');
  const text = configureContent(
    context,
    content,
    { atOnly: options.includes('@ONLY'), escapeQuotes: options.includes('ESCAPE_QUOTES') },
    style === 'DOS' || style === 'WIN32' || style === 'CRLF' ? '\r\n' : '\n',
  );
  context.files.write(target, text);
};
