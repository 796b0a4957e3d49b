import { compareBytes } from '../values/byte-string';
import type { Access } from './evaluation-host';
import type { Interpreter } from './interpreter';
import {
  compileCondition,
  isOperator,
  type CompiledCondition,
  type OperatorGate,
} from '../ir/compile-condition';
import { splitList } from '../values/semicolon-list';
import { isAbsolutePath, normalPath, absolutePath } from '../values/cmake-path';
import { knownPolicy } from '../policies/policies';
import type { ArgumentCode, CallCode } from '../ir/nodes';
import { RegexSyntaxError } from '../values/regex';
import { visibleTarget, propertyKey } from './properties';
import { isAtLeast } from '../values/version';

/** An expanded argument of `if` or `while`. Quoted ones are neither operators nor names of variables (CMP0054). */
export interface ConditionArgument {
  value: string;
  quoted: boolean;
}

/**
 * Evaluates the condition of `call`. `expand` gives the text of an argument, or null after a fatal error, which is
 * then the answer.
 */
export function testCondition(
  interpreter: Interpreter,
  call: CallCode,
  expand: (arg: ArgumentCode) => string | null,
): boolean | null | { error: string; args: readonly ConditionArgument[] } {
  const values: string[] = [];
  for (const arg of call.args) {
    const value = expand(arg);
    if (value === null) return null;
    values.push(value);
  }
  const { condition } = interpreter;
  condition.quotedCounts = interpreter.quotedCounts();
  condition.warned = false;
  let tree = call.condition;
  if (tree === undefined) call.condition = tree = compileCondition(call.args, OPERATORS);
  try {
    const asTree =
      tree !== null && !condition.quotedCounts && tree.gated.every((test) => test.isOpen(interpreter));
    if (tree !== null && asTree && plain(tree, values)) return tree.test(condition, values);
    return condition.evaluate(expandAll(call, values));
  } catch (error) {
    if (error instanceof ConditionError) return { error: error.message, args: expandAll(call, values) };
    throw error;
  }
}

function plain(tree: CompiledCondition, values: readonly string[]): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!tree.dynamic[i]) continue;
    const value = values[i]!;
    if (value === '' || value.indexOf(';') >= 0 || isOperator(value, OPERATORS)) return false;
  }
  return true;
}

function expandAll(call: CallCode, values: readonly string[]): ConditionArgument[] {
  return call.args.flatMap((arg, index): ConditionArgument[] =>
    arg.kind === 'unquoted'
      ? splitList(values[index]!).map((value) => ({ value, quoted: false }))
      : [{ value: values[index]!, quoted: true }],
  );
}

/** In CMake's order; each goes over the arguments until there is nothing left to reduce. */
const LEVELS = ['parentheses', 'unary', 'binary', 'not', 'andOr'] as const;

const TRUE: ConditionArgument = { value: '1', quoted: true };
const FALSE: ConditionArgument = { value: '0', quoted: true };

class ConditionError extends Error {}

type Unary = (condition: Condition, value: string) => boolean;
type Binary = (condition: Condition, left: ConditionArgument, right: ConditionArgument) => boolean;

/** One evaluation of a condition: what its tests look at. */
export class Condition {
  /** CMP0054: whether a quoted argument may be an operator or the name of a variable. */
  quotedCounts = false;
  /** The place of the command was warned of (CMP0054). */
  warned = false;

  constructor(readonly interpreter: Interpreter) {}

  /** By CMake's order: parentheses, tests, comparisons, NOT, AND, OR, each reducing the arguments. */
  evaluate(args: ConditionArgument[]): boolean {
    if (args.length === 0) return false;
    if (args.length > 1) {
      for (const reduce of LEVELS) {
        let before: number;
        do {
          before = args.length;
          this[reduce](args);
        } while (args.length < before);
      }
    }
    if (args.length !== 1) throw new ConditionError('Unknown arguments specified');
    return this.truth(args[0]!);
  }

  private keyword(arg: ConditionArgument | undefined): string | null {
    return arg === undefined || (arg.quoted && !this.quotedCounts) ? null : arg.value;
  }

  private parentheses(args: ConditionArgument[]): void {
    for (let open = 0; open < args.length; open++) {
      if (this.keyword(args[open]) !== '(') continue;
      let depth = 1;
      let close = open + 1;
      for (; close < args.length && depth > 0; close++) {
        const word = this.keyword(args[close]);
        if (word === '(') depth++;
        else if (word === ')') depth--;
      }
      if (depth > 0) throw new ConditionError('mismatched parenthesis in condition');
      const inner = this.evaluate(args.slice(open + 1, close - 1));
      args.splice(open, close - open, inner ? TRUE : FALSE);
    }
  }

  private unary(args: ConditionArgument[]): void {
    for (let i = 0; i + 1 < args.length; i++) {
      const word = this.keyword(args[i]);
      const test = word === null ? undefined : UNARY.get(word);
      if (test === undefined || !this.isKnown(word!)) continue;
      args.splice(i, 2, test(this, args[i + 1]!.value) ? TRUE : FALSE);
    }
  }

  private binary(args: ConditionArgument[]): void {
    for (let i = 0; i + 2 < args.length; i++) {
      const word = this.keyword(args[i + 1]);
      const compare = word === null ? undefined : BINARY.get(word);
      if (compare === undefined || !this.isKnown(word!)) continue;
      args.splice(i, 3, compare(this, args[i]!, args[i + 2]!) ? TRUE : FALSE);
    }
  }

  /** Whether CMake's version and the policies know an operator. Warns if a policy is not set. */
  private isKnown(word: string): boolean {
    const gate = GATES.get(word);
    if (gate === undefined || gate.isOpen(this.interpreter)) return true;
    if (gate.policy !== undefined)
      this.interpreter.isNewOrWarns(
        gate.policy,
        `\n${word} will be interpreted as an operator when the policy is set to NEW.  Since the policy is not set the ` +
          'OLD behavior will be used.',
      );
    return false;
  }

  private not(args: ConditionArgument[]): void {
    for (let i = 0; i + 1 < args.length; i++)
      if (this.keyword(args[i]) === 'NOT') args.splice(i, 2, this.truth(args[i + 1]!) ? FALSE : TRUE);
  }

  private andOr(args: ConditionArgument[]): void {
    for (let i = 0; i + 2 < args.length; i++) {
      const operator = this.keyword(args[i + 1]);
      if (operator !== 'AND' && operator !== 'OR') continue;
      const left = this.truth(args[i]!);
      const right = this.truth(args[i + 2]!);
      args.splice(i, 3, (operator === 'AND' ? left && right : left || right) ? TRUE : FALSE);
    }
  }

  /** The value of the variable that an argument names, where it may name one. */
  private definition(arg: ConditionArgument): string | undefined {
    if (!arg.quoted) return this.interpreter.get(arg.value);
    if (!this.quotedCounts) return undefined;
    const value = this.interpreter.get(arg.value);
    if (value !== undefined && !this.warned) {
      this.warned = true;
      this.interpreter.isNewOrWarns(
        'CMP0054',
        `\nQuoted variables like "${arg.value}" will no longer be dereferenced when the policy is set to NEW.  Since the ` +
          'policy is not set the OLD behavior will be used.',
      );
    }
    return value;
  }

  text(arg: ConditionArgument): string {
    return this.definition(arg) ?? arg.value;
  }

  truth(arg: ConditionArgument): boolean {
    const { value } = arg;
    if (isOn(value)) return true;
    if (isOff(value)) return false;
    if (isNumber(value)) return Number(value) !== 0;
    const definition = this.definition(arg);
    return definition !== undefined && !isOff(definition);
  }

  matches(left: ConditionArgument, pattern: string): boolean {
    const { interpreter } = this;
    const subject = this.text(left);
    interpreter.matches.clear();
    try {
      const match = interpreter.regex(pattern).exec(subject);
      if (match !== null) interpreter.matches.store(match);
      return match !== null;
    } catch (error) {
      if (!(error instanceof RegexSyntaxError)) throw error;
      throw new ConditionError(`Regular expression "${pattern}" cannot compile`);
    }
  }
}

/** CMake's words for true. */
export function isOn(value: string): boolean {
  return value === '1' || (value.length <= 4 && /^(on|y|yes|true)$/i.test(value));
}

/** CMake's words for false, the empty text among them. */
export function isOff(value: string): boolean {
  if (value === '' || value === '0') return true;
  if (value === 'NOTFOUND' || value.endsWith('-NOTFOUND')) return true;
  return value.length <= 6 && /^(off|n|no|false|ignore)$/i.test(value);
}

const NUMBER = /^\s*[+-]?(0[xX][0-9a-fA-F]+|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)/;

function isNumber(value: string): boolean {
  return NUMBER.exec(value)?.[0].length === value.length;
}

/** The number that a text begins with, as `sscanf("%lg")` reads it; null where there is none. */
function leadingNumber(value: string): number | null {
  const text = NUMBER.exec(value)?.[0].trim();
  if (text === undefined) return null;
  const negative = text.startsWith('-');
  const magnitude = Number(text.replace(/^[+-]/, ''));
  return negative ? -magnitude : magnitude;
}

/** Whether a value is true as `if(variable)` has it. */
export function isTrue(value: string): boolean {
  return isOn(value) || (!isOff(value) && (!isNumber(value) || Number(value) !== 0));
}

/** Operators that not every version knows, or only by a policy. */
const GATES: ReadonlyMap<string, OperatorGate> = new Map<string, OperatorGate>([
  ['IN_LIST', byPolicy('CMP0057')],
  ['TEST', byPolicy('CMP0064')],
  ['PATH_EQUAL', byPolicy('CMP0139')],
  ['IS_READABLE', byVersion(3, 29)],
  ['IS_WRITABLE', byVersion(3, 29)],
  ['IS_EXECUTABLE', byVersion(3, 29)],
  ['DIAGNOSTIC', byVersion(4, 4)],
]);

function byPolicy(policy: string): OperatorGate {
  return { policy, isOpen: (interpreter) => interpreter.policy(policy) === 'NEW' };
}

function byVersion(major: number, minor: number): OperatorGate {
  return { isOpen: ({ options }) => isAtLeast(options.version, major, minor) };
}

const UNARY: ReadonlyMap<string, Unary> = new Map<string, Unary>([
  ['EXISTS', ({ interpreter }, value) => value !== '' && interpreter.files.kind(normalPath(value)) !== null],
  [
    'IS_DIRECTORY',
    ({ interpreter }, value) =>
      value !== '' && interpreter.files.kind(absolutePath(interpreter, value)) === 'directory',
  ],
  ['IS_READABLE', ({ interpreter }, value) => allows(interpreter, value, 'read')],
  ['IS_WRITABLE', ({ interpreter }, value) => allows(interpreter, value, 'write')],
  ['IS_EXECUTABLE', ({ interpreter }, value) => allows(interpreter, value, 'execute')],
  ['DIAGNOSTIC', (_, value) => DIAGNOSTICS.has(value)],
  ['IS_SYMLINK', ({ interpreter }, value) => interpreter.files.isLink(absolutePath(interpreter, value))],
  ['IS_ABSOLUTE', (_, value) => isAbsolutePath(value)],
  ['COMMAND', ({ interpreter }, value) => interpreter.isCommand(value)],
  ['POLICY', ({ interpreter }, value) => knownPolicy(value, interpreter.options.version) !== null],
  ['TARGET', ({ interpreter }, value) => visibleTarget(interpreter, value)],
  [
    'TEST',
    ({ interpreter }, value) => interpreter.state.properties.has(propertyKey('exists', 'TEST', value)),
  ],
  ['DEFINED', ({ interpreter }, value) => isDefined(interpreter, value)],
]);

const DIAGNOSTICS = new Set([
  'CMD_AUTHOR',
  'CMD_DEPRECATED',
  'CMD_EXPERIMENTAL',
  'CMD_INSTALL_ABSOLUTE_DESTINATION',
  'CMD_POLICY',
  'CMD_UNINITIALIZED',
  'CMD_UNUSED_CLI',
]);

function allows(interpreter: Interpreter, value: string, access: Access): boolean {
  return value !== '' && interpreter.files.allows(absolutePath(interpreter, value), access);
}

function isDefined(interpreter: Interpreter, name: string): boolean {
  if (name.startsWith('ENV{') && name.endsWith('}'))
    return interpreter.state.environment.has(name.slice(4, -1));
  if (name.startsWith('CACHE{') && name.endsWith('}')) return interpreter.state.cache.has(name.slice(6, -1));
  return interpreter.get(name) !== undefined;
}

function numeric(compare: (a: number, b: number) => boolean): Binary {
  return (condition, left, right) => {
    const a = leadingNumber(condition.text(left));
    const b = leadingNumber(condition.text(right));
    return a !== null && b !== null && compare(a, b);
  };
}

function textual(compare: (order: number) => boolean): Binary {
  return (condition, left, right) => compare(compareBytes(condition.text(left), condition.text(right)));
}

function versions(compare: (order: number) => boolean): Binary {
  return (condition, left, right) =>
    compare(compareVersionTexts(condition.text(left), condition.text(right)));
}

/** Compares versions number by number, each read as `strtoul` does, sign and all; negative, zero or positive. */
export function compareVersionTexts(left: string, right: string): number {
  const isDigit = (char: string): boolean => char >= '0' && char <= '9';
  let l = 0;
  let r = 0;
  while (isDigit(left.charAt(l)) || isDigit(right.charAt(r))) {
    const a = unsignedAt(left, l);
    const b = unsignedAt(right, r);
    // eslint-disable-next-line eqeqeq -- a number and a bigint of the same value are equal
    if (a.value != b.value) return a.value < b.value ? -1 : 1;
    l = left[a.end] === '.' ? a.end + 1 : a.end;
    r = right[b.end] === '.' ? b.end + 1 : b.end;
  }
  return 0;
}

const UNSIGNED = /[ \t\n\v\f\r]*([+-]?)(\d+)/y;
const UNSIGNED_LIMIT = 2n ** 64n;

function unsignedAt(text: string, at: number): { value: number | bigint; end: number } {
  UNSIGNED.lastIndex = at;
  const match = UNSIGNED.exec(text);
  if (match === null) return { value: 0, end: at };
  const [all, sign, digits] = match;
  const end = at + all.length;
  if (digits!.length < 16 && sign !== '-') return { value: Number(digits), end };
  const magnitude = BigInt(digits!);
  if (magnitude >= UNSIGNED_LIMIT) return { value: UNSIGNED_LIMIT - 1n, end };
  return { value: sign === '-' ? BigInt.asUintN(64, -magnitude) : magnitude, end };
}

const BINARY: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['MATCHES', (condition, left, right) => condition.matches(left, right.value)],
  ['LESS', numeric((a, b) => a < b)],
  ['GREATER', numeric((a, b) => a > b)],
  ['EQUAL', numeric((a, b) => a === b)],
  ['LESS_EQUAL', numeric((a, b) => a <= b)],
  ['GREATER_EQUAL', numeric((a, b) => a >= b)],
  ['STRLESS', textual((order) => order < 0)],
  ['STRGREATER', textual((order) => order > 0)],
  ['STREQUAL', textual((order) => order === 0)],
  ['STRLESS_EQUAL', textual((order) => order <= 0)],
  ['STRGREATER_EQUAL', textual((order) => order >= 0)],
  ['VERSION_LESS', versions((order) => order < 0)],
  ['VERSION_GREATER', versions((order) => order > 0)],
  ['VERSION_EQUAL', versions((order) => order === 0)],
  ['VERSION_LESS_EQUAL', versions((order) => order <= 0)],
  ['VERSION_GREATER_EQUAL', versions((order) => order >= 0)],
  // Without running anything no file is newer than another: what exists is up to date.
  [
    'IS_NEWER_THAN',
    ({ interpreter }, left, right) => isMissing(interpreter, left) || isMissing(interpreter, right),
  ],
  ['IN_LIST', (condition, left, right) => inList(condition, left, right)],
  [
    'PATH_EQUAL',
    (condition, left, right) => pathParts(condition.text(left)) === pathParts(condition.text(right)),
  ],
]);

const OPERATORS = { unary: UNARY, binary: BINARY, gates: GATES };

function isMissing(interpreter: Interpreter, arg: ConditionArgument): boolean {
  return interpreter.files.kind(absolutePath(interpreter, arg.value)) === null;
}

/** The last list that was searched: loops search the same one again and again. */
let searched: { list: string; items: ReadonlySet<string> } = { list: '', items: new Set(['']) };

function inList(condition: Condition, left: ConditionArgument, right: ConditionArgument): boolean {
  const list = condition.interpreter.get(right.value);
  if (list === undefined) return false;
  if (searched.list !== list) searched = { list, items: new Set(splitList(list, true)) };
  return searched.items.has(condition.text(left));
}

function pathParts(path: string): string {
  return path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1/');
}
