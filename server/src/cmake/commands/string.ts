import { createHash, randomInt } from 'node:crypto';
import { joinBounded, MAX_VALUE_BYTES, replaceAllBounded, tooLong } from '../values/value-limits';
import { compareBytes, lowerAscii, upperAscii } from '../values/byte-string';
import { configureText } from '../runtime/files/configure-text';
import { CommandError } from '../values/command-error';
import type { Builtin, CommandContext } from '../runtime/command';
import type { Signal } from '../runtime/signal';
import { RegexSyntaxError, type CMakeRegex } from '../values/regex';
import { regexReplace } from '../values/regex-replace';
import { trimOf } from '../../shared/trim-end';
import { formatTimestamp } from '../values/timestamp';
import { isAtLeast } from '../values/version';
import { stringJson } from './json';

type Sub = (context: CommandContext, args: string[]) => Signal | void;

/** `string(<sub> …)` */
export const stringCommand: Builtin = (context, args) => {
  if (args.length === 0) throw new CommandError('must be called with at least one argument.');
  const sub = BY_NAME.get(args[0]!);
  if (sub === undefined) throw new CommandError(`does not recognize sub-command ${args[0]}`);
  return sub(context, args.slice(1));
};

/** The text without white space at both ends. */
export function stripSpace(text: string): string {
  return trimOf(text, ' \t\n\r\v\f');
}

function need(args: readonly string[], count: number, message: string): void {
  if (args.length !== count) throw new CommandError(message);
}

const SUBCOMMANDS: Record<string, Sub> = {
  REGEX: regex,
  REPLACE(context, args) {
    if (args.length < 4) throw new CommandError('sub-command REPLACE requires at least four arguments.');
    const [match, replacement, out, ...input] = args;
    const text = joinBounded(input);
    context.set(out!, match === '' ? text : replaceAllBounded(text, match!, replacement!));
  },
  TOLOWER(context, args) {
    need(args, 2, 'no output variable specified');
    context.set(args[1]!, lowerAscii(args[0]!));
  },
  TOUPPER(context, args) {
    need(args, 2, 'no output variable specified');
    context.set(args[1]!, upperAscii(args[0]!));
  },
  LENGTH(context, args) {
    need(args, 2, 'sub-command LENGTH requires two arguments.');
    context.set(args[1]!, String(args[0]!.length));
  },
  SUBSTRING: substring,
  STRIP(context, args) {
    need(args, 2, 'sub-command STRIP requires two arguments.');
    context.set(args[1]!, stripSpace(args[0]!));
  },
  APPEND(context, args) {
    if (args.length < 1) throw new CommandError('sub-command APPEND requires at least one argument.');
    if (args.length < 2) return;
    context.set(args[0]!, context.value(args[0]!) + joinBounded(args.slice(1)));
  },
  PREPEND(context, args) {
    if (args.length < 1) throw new CommandError('sub-command PREPEND requires at least one argument.');
    if (args.length < 2) return;
    context.set(args[0]!, joinBounded(args.slice(1)) + context.value(args[0]!));
  },
  CONCAT(context, args) {
    if (args.length < 1) throw new CommandError('sub-command CONCAT requires at least one argument.');
    context.set(args[0]!, joinBounded(args.slice(1)));
  },
  JOIN(context, args) {
    if (args.length < 2) throw new CommandError('sub-command JOIN requires at least two arguments.');
    context.set(args[1]!, joinBounded(args.slice(2), args[0]));
  },
  FIND(context, args) {
    if (args.length < 3 || args.length > 4)
      throw new CommandError('sub-command FIND requires 3 or 4 parameters.');
    const reverse = args[3] === 'REVERSE';
    if (args.length === 4 && !reverse) throw new CommandError('sub-command FIND: unknown last parameter');
    if (args[2] === 'REVERSE')
      throw new CommandError(
        'sub-command FIND does not allow one to select REVERSE as the output variable.  Maybe you missed the actual output variable?',
      );
    const [text, part, out] = args;
    context.set(out!, String(reverse ? text!.lastIndexOf(part!) : text!.indexOf(part!)));
  },
  REPEAT(context, args) {
    need(args, 3, 'sub-command REPEAT requires three arguments.');
    if (!/^[ \t]*\+?\d+$/.test(args[1]!)) {
      // CMake itself omits the name of the command here.
      return context.fatal('repeat count is not a positive number.');
    }
    if (args[0]!.length * Number(args[1]) > MAX_VALUE_BYTES) throw tooLong();
    context.set(args[2]!, args[0] === '' ? '' : args[0]!.repeat(Number(args[1])));
  },
  COMPARE: compare,
  ASCII(context, args) {
    if (args.length < 2) throw new CommandError('No output variable specified');
    let text = '';
    for (const code of args.slice(0, -1)) {
      const number = Number.parseInt(code, 10);
      if (!(number > 0 && number < 256))
        throw new CommandError(`Character with code ${code} does not exist.`);
      text += String.fromCharCode(number);
    }
    context.set(args[args.length - 1]!, text);
  },
  HEX(context, args) {
    need(args, 2, 'Incorrect number of arguments');
    context.set(args[1]!, Buffer.from(args[0]!, 'latin1').toString('hex'));
  },
  CONFIGURE(context, args) {
    if (args.length < 2)
      throw new CommandError(
        args.length === 0 ? 'No input string specified.' : 'No output variable specified.',
      );
    const flags = args.slice(2);
    const unknown = flags.find((flag) => flag !== '@ONLY' && flag !== 'ESCAPE_QUOTES');
    if (unknown !== undefined) throw new CommandError(`Unrecognized argument "${unknown}"`);
    const options = { atOnly: flags.includes('@ONLY'), escapeQuotes: flags.includes('ESCAPE_QUOTES') };
    context.set(args[1]!, configureText(context, args[0]!, options));
  },
  MAKE_C_IDENTIFIER(context, args) {
    need(args, 2, 'sub-command MAKE_C_IDENTIFIER requires two arguments.');
    const text = args[0]!.replace(/[^A-Za-z0-9_]/g, '_');
    context.set(args[1]!, /^\d/.test(text) ? `_${text}` : text);
  },
  GENEX_STRIP(context, args) {
    need(args, 2, 'sub-command GENEX_STRIP requires two arguments.');
    context.set(args[1]!, stripGeneratorExpressions(args[0]!));
  },
  RANDOM: random,
  TIMESTAMP(context, args) {
    if (args.length < 1) throw new CommandError('sub-command TIMESTAMP requires at least one argument.');
    const utc = args[args.length - 1] === 'UTC';
    const format = args.slice(1).find((arg) => arg !== 'UTC') ?? '';
    const epoch = context.state.environment.get('SOURCE_DATE_EPOCH');
    if (epoch === undefined) context.options.onUnrepeatable?.();
    const now = epoch === undefined ? new Date() : new Date(Number(epoch) * 1000);
    context.set(args[0]!, formatTimestamp(now, format, utc, isAtLeast(context.options.version, 3, 26)));
  },
  JSON: stringJson,
  UUID: uuid,
  ...Object.fromEntries(
    [
      'MD5',
      'SHA1',
      'SHA224',
      'SHA256',
      'SHA384',
      'SHA512',
      'SHA3_224',
      'SHA3_256',
      'SHA3_384',
      'SHA3_512',
    ].map((name): [string, Sub] => [
      name,
      (context, args) => {
        need(args, 2, `${name} requires an output variable and an input string`);
        context.set(args[0]!, hashHex(name, args[1]!));
      },
    ]),
  ),
};

const BY_NAME = new Map(Object.entries(SUBCOMMANDS));

/** The digest of a byte string in hex. `algorithm` is CMake's name for it. */
export function hashHex(algorithm: string, bytes: string): string {
  const name = algorithm.replace(/^SHA3_/, 'sha3-').toLowerCase();
  return createHash(name).update(Buffer.from(bytes, 'latin1')).digest('hex');
}

function stripGeneratorExpressions(text: string): string {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    if (!text.startsWith('$<', i)) {
      result += text[i];
      continue;
    }
    let depth = 0;
    let end = i;
    for (; end < text.length; end++) {
      if (text.startsWith('$<', end)) depth++;
      else if (text[end] === '>' && --depth === 0) break;
    }
    if (depth > 0) {
      result += text.slice(i);
      break;
    }
    i = end;
  }
  return result;
}

function compile(context: CommandContext, pattern: string, mode: string): CMakeRegex {
  try {
    return context.regex(pattern);
  } catch (error) {
    if (!(error instanceof RegexSyntaxError)) throw error;
    const failed = isAtLeast(context.options.version, 4, 1) ? ': Failed' : ' failed';
    throw new CommandError(`sub-command REGEX, mode ${mode}${failed} to compile regex "${pattern}".`);
  }
}

function regex(context: CommandContext, args: string[]): void {
  const mode = args[0];
  if (mode === 'MATCH' || mode === 'MATCHALL') {
    if (args.length < 4)
      throw new CommandError(`sub-command REGEX, mode ${mode} needs at least 5 arguments total to command.`);
    const [, pattern, out] = args;
    const input = joinBounded(args.slice(3));
    context.matches.clear();
    const compiled = compile(context, pattern!, mode);
    const search = context.repeatedSearch();
    const found: string[] = [];
    for (
      let match = compiled.next(input, null, search);
      match !== null;
      match = compiled.next(input, match, search)
    ) {
      if (found.length > 0) context.look();
      context.matches.store(match);
      if (match.end === match.start && !search.allowsEmpty)
        throw new CommandError(`sub-command REGEX, mode ${mode} regex "${pattern}" matched an empty string.`);
      found.push(input.slice(match.start, match.end));
      if (mode === 'MATCH') break;
    }
    return context.set(out!, joinBounded(found, ';'));
  }
  if (mode === 'REPLACE') {
    if (args.length < 5)
      throw new CommandError('sub-command REGEX, mode REPLACE needs at least 6 arguments total to command.');
    const [, pattern, replacement, out] = args;
    const input = args.length === 5 ? args[4]! : joinBounded(args.slice(4));
    context.matches.clear();
    const compiled = compile(context, pattern!, mode);
    let result: string;
    let isFirst = true;
    try {
      result = regexReplace(compiled, pattern!, replacement!, input, context.repeatedSearch(), (match) => {
        if (!isFirst) context.look();
        isFirst = false;
        context.matches.store(match);
      });
    } catch (error) {
      if (error instanceof CommandError)
        throw new CommandError(`sub-command REGEX, mode REPLACE: ${error.message}.`);
      throw error;
    }
    return context.set(out!, result);
  }
  if (mode === 'QUOTE' && isAtLeast(context.options.version, 4, 2)) {
    if (args.length < 3)
      throw new CommandError('sub-command REGEX, mode QUOTE needs at least 4 arguments total to command.');
    return context.set(
      args[1]!,
      args
        .slice(2)
        .join('')
        .replace(/[[\]()*+?.\\^$|]/g, '\\$&'),
    );
  }
  if (mode === undefined) throw new CommandError('sub-command REGEX requires a mode to be specified.');
  throw new CommandError(`sub-command REGEX does not recognize mode ${mode}`);
}

function substring(context: CommandContext, args: string[]): void {
  need(args, 4, 'sub-command SUBSTRING requires four arguments.');
  const [text, beginText, lengthText, out] = args;
  const begin = Number.parseInt(beginText!, 10) || 0;
  const length = Number.parseInt(lengthText!, 10) || 0;
  if (begin < 0 || begin > text!.length)
    throw new CommandError(`begin index: ${begin} is out of range 0 - ${text!.length}`);
  if (length < -1) throw new CommandError(`end index: ${length} should be -1 or greater`);
  context.set(out!, length === -1 ? text!.slice(begin) : text!.substr(begin, length));
}

function compare(context: CommandContext, args: string[]): void {
  const [operator, left, right, out] = args;
  if (operator === undefined) throw new CommandError('sub-command COMPARE requires a mode to be specified.');
  const tests: Record<string, (order: number) => boolean> = {
    LESS: (order) => order < 0,
    GREATER: (order) => order > 0,
    EQUAL: (order) => order === 0,
    NOTEQUAL: (order) => order !== 0,
    LESS_EQUAL: (order) => order <= 0,
    GREATER_EQUAL: (order) => order >= 0,
  };
  const test = tests[operator];
  if (test === undefined) throw new CommandError(`sub-command COMPARE does not recognize mode ${operator}`);
  if (out === undefined)
    throw new CommandError(
      `sub-command COMPARE, mode ${operator} needs at least 5 arguments total to command.`,
    );
  context.set(out, test(compareBytes(left!, right!)) ? '1' : '0');
}

function random(context: CommandContext, args: string[]): void {
  let length = 5;
  let alphabet = 'qwertyuiopasdfghjklzxcvbnmQWERTYUIOPASDFGHJKLZXCVBNM0123456789';
  for (let i = 0; i + 1 < args.length; i += 2) {
    if (args[i] === 'LENGTH') length = Number(args[i + 1]);
    else if (args[i] === 'ALPHABET') alphabet = args[i + 1]!;
  }
  if (!(length >= 1) || length > 1e6) throw new CommandError('sub-command RANDOM invoked with bad length.');
  if (alphabet === '') throw new CommandError('sub-command RANDOM invoked with bad alphabet.');
  context.options.onUnrepeatable?.();
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet[randomInt(alphabet.length)];
  context.set(args[args.length - 1]!, text);
}

function uuid(context: CommandContext, args: string[]): void {
  const option = (name: string): string => args[args.indexOf(name, 1) + 1] ?? '';
  const namespace = Buffer.from(option('NAMESPACE').replaceAll('-', ''), 'hex');
  if (namespace.length !== 16) throw new CommandError('UUID sub-command, malformed NAMESPACE UUID.');
  const md5 = option('TYPE') === 'MD5';
  const digest = createHash(md5 ? 'md5' : 'sha1')
    .update(namespace)
    .update(Buffer.from(option('NAME'), 'latin1'))
    .digest();
  digest[6] = (digest[6]! & 0x0f) | (md5 ? 0x30 : 0x50);
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  const text = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
  context.set(args[0]!, args.includes('UPPER') ? text.toUpperCase() : text);
}
