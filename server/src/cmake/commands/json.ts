import { fromByteString, toByteString } from '../bytes';
import { CommandError, type Interpreter } from '../interpreter';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

class JsonError extends Error {
  constructor(
    message: string,
    readonly path: readonly string[] = [],
  ) {
    super(message);
  }
}

/** `string(JSON <out> [ERROR_VARIABLE <v>] <mode> <json> …)`. */
export function stringJson(interpreter: Interpreter, args: string[]): void {
  const out = args[0];
  let rest = args.slice(1);
  let errorVariable: string | null = null;
  if (rest[0] === 'ERROR_VARIABLE') {
    errorVariable = rest[1] ?? null;
    rest = rest.slice(2);
  }
  if (out === undefined || rest.length < 2) throw new CommandError('sub-command JSON missing arguments.');
  try {
    const value = run(rest[0]!, rest[1]!, rest.slice(2));
    interpreter.set(out, toByteString(value));
    if (errorVariable !== null) interpreter.set(errorVariable, 'NOTFOUND');
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const message = `sub-command JSON ${error.message}.`;
    if (errorVariable === null) throw new CommandError(message);
    interpreter.set(errorVariable, error.message);
    interpreter.set(out, [...error.path, 'NOTFOUND'].join('-'));
  }
}

function run(mode: string, text: string, args: string[]): string {
  const json = parse(text);
  switch (mode) {
    case 'GET':
      return show(find(json, args));
    case 'TYPE':
      return typeName(find(json, args));
    case 'LENGTH': {
      const value = find(json, args);
      if (value === null || typeof value !== 'object')
        throw new JsonError(
          `LENGTH needs to be called with an element of type OBJECT or ARRAY, got ${typeName(value)}`,
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
      return show(json) === show(parse(args[0] ?? '')) ? 'ON' : 'OFF';
    default:
      throw new JsonError(
        `got an invalid mode '${mode}', expected one of GET, TYPE, MEMBER, LENGTH, REMOVE, SET, EQUAL`,
      );
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

function sortedKeys(value: { [key: string]: Json }): string[] {
  return Object.keys(value).sort();
}

/** As jsoncpp writes it: keys sorted, two blanks, a blank on either side of the colon. */
function styled(value: Json, indent: string): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
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
    const newLine = member !== null && typeof member === 'object' && text.includes('\n') ? `\n${inner}` : ' ';
    return `${inner}${JSON.stringify(key)} :${newLine}${text}`;
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}
