import { fromByteString, toByteString } from '../values/byte-string';
import { CommandError } from '../values/command-error';
import type { CommandContext } from '../runtime/command';
import { isAtLeast, type CMakeVersion } from '../values/version';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

class JsonError extends Error {
  constructor(
    message: string,
    readonly path: readonly string[] | null = null,
  ) {
    super(message);
  }
}

/** `string(JSON <out> [ERROR_VARIABLE <v>] <mode> <json> …)`. */
export function stringJson(context: CommandContext, args: string[]): void {
  const out = args[0];
  let rest = args.slice(1);
  let errorVariable: string | null = null;
  if (rest[0] === 'ERROR_VARIABLE') {
    errorVariable = rest[1] ?? null;
    rest = rest.slice(2);
  }
  const [mode, text] = rest;
  if (out === undefined || mode === undefined)
    throw new CommandError(`sub-command JSON missing ${out === undefined ? 'out-var' : 'mode'} argument.`);
  try {
    const { version } = context.options;
    if (!isMode(mode, version))
      throw new JsonError(`got an invalid mode '${mode}', expected one of ${modes(version)}`);
    if (text === undefined) throw new JsonError('missing json string argument');
    const value = run(mode, text, rest.slice(2));
    context.set(out, toByteString(value));
    if (errorVariable !== null) context.set(errorVariable, 'NOTFOUND');
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const message = `sub-command JSON ${error.message}.`;
    if (errorVariable === null) throw new CommandError(message);
    context.set(errorVariable, error.message);
    context.set(out, `${error.path === null ? '' : `${error.path.join('-')}-`}NOTFOUND`);
  }
}

/** The modes in the order of CMake's error message, each with the version that introduced it. */
const MODES: readonly [name: string, major: number, minor: number][] = [
  ['GET', 3, 19],
  ['GET_RAW', 4, 3],
  ['TYPE', 3, 19],
  ['MEMBER', 3, 19],
  ['LENGTH', 3, 19],
  ['REMOVE', 3, 19],
  ['SET', 3, 19],
  ['EQUAL', 3, 19],
  ['PARTIAL_EQUAL', 4, 4],
  ['STRING_ENCODE', 4, 3],
];

function isMode(mode: string, version: CMakeVersion): boolean {
  return MODES.some(([name, major, minor]) => name === mode && isAtLeast(version, major, minor));
}

function modes(version: CMakeVersion): string {
  const known = MODES.filter(([, major, minor]) => isAtLeast(version, major, minor));
  return known
    .map(([name]) => name)
    .join(', ')
    .replace('SET, EQUAL', 'SET,  EQUAL');
}

function run(mode: string, text: string, args: string[]): string {
  if (mode === 'STRING_ENCODE') return styled(fromByteString(text), '');
  const json = parse(text);
  switch (mode) {
    case 'GET':
      return show(find(json, args));
    case 'GET_RAW':
      return styled(find(json, args), '');
    case 'PARTIAL_EQUAL':
      if (args[0] === undefined) throw new JsonError('missing second json string argument');
      return contains(parse(args[0]), json) ? 'ON' : 'OFF';
    case 'TYPE':
      return typeName(find(json, args));
    case 'LENGTH': {
      const value = find(json, args);
      if (value === null || typeof value !== 'object')
        throw new JsonError(
          `LENGTH needs to be called with an element of type ARRAY or OBJECT, got ${typeName(value)}`,
          args,
        );
      return String(Object.keys(value).length);
    }
    case 'MEMBER': {
      const index = args.pop() ?? '';
      const value = find(json, args);
      if (value === null || typeof value !== 'object' || Array.isArray(value))
        throw new JsonError(
          `MEMBER needs to be called with an element of type OBJECT, got ${typeName(value)}`,
          args,
        );
      const name = sortedKeys(value)[Number(index)];
      if (name === undefined)
        throw new JsonError(`expected an index less than ${Object.keys(value).length} got '${index}'`, args);
      return name;
    }
    case 'REMOVE': {
      const key = args.pop() ?? '';
      const value = find(json, args);
      if (Array.isArray(value)) value.splice(Number(key), 1);
      else if (value !== null && typeof value === 'object') delete value[key];
      return show(json);
    }
    case 'SET': {
      const added = parse(args.pop() ?? '');
      const key = args.pop() ?? '';
      const value = find(json, args);
      if (Array.isArray(value)) {
        if (Number(key) < value.length) value[Number(key)] = added;
        else value.push(added);
      } else if (value !== null && typeof value === 'object') {
        value[key] = added;
      }
      return show(json);
    }
    case 'EQUAL':
      if (args[0] === undefined) throw new JsonError('missing second json string argument');
      return show(json) === show(parse(args[0])) ? 'ON' : 'OFF';
    default:
      return '';
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(fromByteString(text)) as Json;
  } catch {
    throw new JsonError(`failed parsing json string: ${text}`);
  }
}

function find(json: Json, path: readonly string[]): Json {
  let value = json;
  path.forEach((key, depth) => {
    if (value === null || typeof value !== 'object')
      throw new JsonError(
        `invalid path '${path.slice(0, depth + 1).join(' ')}', need element of OBJECT or ARRAY type to lookup '${key}' got ${typeName(value)}`,
        path.slice(0, depth + 1),
      );
    const next: Json | undefined = Array.isArray(value) ? value[Number(key)] : value[key];
    if (next === undefined) {
      const missing = Array.isArray(value)
        ? `expected an index less than ${value.length} got '${key}'`
        : `member '${path.slice(0, depth + 1).join(' ')}' not found`;
      throw new JsonError(missing, path.slice(0, depth + 1));
    }
    value = next;
  });
  return value;
}

function typeName(value: Json): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return 'ARRAY';
  return typeof value === 'object'
    ? 'OBJECT'
    : typeof value === 'boolean'
      ? 'BOOLEAN'
      : typeof value === 'number'
        ? 'NUMBER'
        : 'STRING';
}

function show(value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'ON' : 'OFF';
  return value === null ? '' : styled(value, '');
}

/** Whether a value contains a pattern. Members are matched by name and elements in any order, each at most once. */
function contains(value: Json, pattern: Json): boolean {
  if (Array.isArray(pattern)) {
    if (!Array.isArray(value)) return false;
    const rest = [...value];
    return pattern.every((wanted) => {
      const at = rest.findIndex((item) => contains(item, wanted));
      if (at >= 0) rest.splice(at, 1);
      return at >= 0;
    });
  }
  if (pattern === null || typeof pattern !== 'object') return value === pattern;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  return Object.entries(pattern).every(
    ([name, wanted]) => value[name] !== undefined && contains(value[name], wanted),
  );
}

function sortedKeys(value: { [key: string]: Json }): string[] {
  return Object.keys(value).sort();
}

/** Formats JSON as jsoncpp does: sorted keys, an indentation of two spaces, and a space on both sides of a colon. */
function styled(value: Json, indent: string): string {
  if (value === null || typeof value !== 'object') return asAscii(JSON.stringify(value));
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const simple = value.every((item) => item === null || typeof item !== 'object');
    const line = `[ ${value.map((item) => styled(item, inner)).join(', ')} ]`;
    if (simple && line.length < 74) return line;
    return `[\n${value.map((item) => inner + styled(item, inner)).join(',\n')}\n${indent}]`;
  }
  const keys = sortedKeys(value);
  if (keys.length === 0) return '{}';
  const members = keys.map((key) => {
    const member = value[key]!;
    const text = styled(member, inner);
    const newLine =
      member !== null && typeof member === 'object' && text.includes('\n') ? ` \n${inner}` : ' ';
    return `${inner}${asAscii(JSON.stringify(key))} :${newLine}${text}`;
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}

/** Escapes every character outside ASCII, as jsoncpp does. */
function asAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
