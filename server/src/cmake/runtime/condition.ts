import { conditionOf } from '../ir/compile-condition';
import {
  isBinary,
  isOperator,
  isUnary,
  OPERATOR_GATES,
  type BinaryOperator,
  type CompiledCondition,
  type ConditionArgument,
  type ConditionTree,
  type OperatorGate,
  type UnaryOperator,
} from '../ir/condition-tree';
import type { ArgumentNode, CallNode } from '../ir/nodes';
import { knownPolicy } from '../policies/policies';
import { compareBytes } from '../values/byte-string';
import { isAbsolutePath, normalPath } from '../values/cmake-path';
import { RegexSyntaxError } from '../values/regex';
import { splitList } from '../values/semicolon-list';
import { isNumber, isOff, isOn, leadingNumber } from '../values/truth';
import { isAtLeast } from '../values/version';
import { compareVersions } from '../values/compare-versions';
import type { CommandContext } from './command';
import type { Access } from '../../host/file-system';
import { isTarget, propertyKey } from './scopes/properties';

/** A condition that CMake cannot evaluate: what is wrong, and its expanded arguments. */
export interface BadCondition {
  error: string;
  args: readonly ConditionArgument[];
}

/** CMake's message for a bad condition of `if`, `elseif` or `while`. `id` is the command's name in lower case. */
export function badCondition(id: string, { error, args }: BadCondition): string {
  const given = args.map(({ value }) => ` "${value.replace(/[\\"$]/g, '\\$&')}"`).join('');
  const context = { if: 'if given arguments', while: 'while() given incorrect arguments' }[id];
  return `${context ?? 'given arguments'}:\n ${given}\n${error}`;
}

/**
 * Evaluates the condition of `call`. `expand` returns the text of an argument, or null after a fatal error. Returns null if
 * `expand` does.
 */
export function testCondition(
  condition: Condition,
  call: CallNode,
  expand: (arg: ArgumentNode) => string | null,
): boolean | null | BadCondition {
  const compiled = conditionOf(call);
  if (compiled === null) {
    const args: ConditionArgument[] = [];
    for (const node of call.args) {
      const value = expand(node);
      if (value === null) return null;
      args.push({ value, quoted: node.kind !== 'unquoted' });
    }
    return reduce(condition, args);
  }
  for (const index of compiled.variable) {
    const value = expand(call.args[index]!);
    if (value === null) return null;
    compiled.args[index]!.value = value;
  }
  condition.begin();
  if (!condition.fits(compiled)) return reduce(condition, compiled.args);
  try {
    return condition.test(compiled.tree);
  } catch (error) {
    if (error instanceof ConditionError) return { error: error.message, args: separate(compiled.args) };
    throw error;
  }
}

/** Evaluates a condition whose structure depends on the values of its arguments. */
function reduce(condition: Condition, args: readonly ConditionArgument[]): boolean | BadCondition {
  condition.begin();
  try {
    return condition.evaluate(separate(args));
  } catch (error) {
    if (error instanceof ConditionError) return { error: error.message, args: separate(args) };
    throw error;
  }
}

/** The elements of unquoted arguments are arguments of their own. */
function separate(args: readonly ConditionArgument[]): ConditionArgument[] {
  return args.flatMap((arg): ConditionArgument | ConditionArgument[] =>
    arg.quoted ? { ...arg } : splitList(arg.value).map((value) => ({ value, quoted: false })),
  );
}

/** In CMake's order. Each level reduces the arguments until nothing is left to reduce. */
const LEVELS = ['parentheses', 'unary', 'binary', 'not', 'andOr'] as const;

const TRUE: ConditionArgument = { value: '1', quoted: true };
const FALSE: ConditionArgument = { value: '0', quoted: true };

class ConditionError extends Error {}

type Unary = (context: CommandContext, value: string) => boolean;
type Binary = (condition: Condition, left: ConditionArgument, right: ConditionArgument) => boolean;

/** Evaluates the conditions of one interpreter, one after the other. */
export class Condition {
  /** CMP0054: whether a quoted argument may be an operator or the name of a variable. */
  quotedCounts = false;
  /** The user was already warned about this command (CMP0054). */
  warned = false;

  constructor(readonly context: CommandContext) {}

  /** Prepares for the next condition. */
  begin(): void {
    this.quotedCounts = this.context.quotedCounts();
    this.warned = false;
  }

  /**
   * Whether the tree gives the same answer as the reductions: its operators are known, and no operand is an operator or a
   * list.
   */
  fits({ args, gates, variable }: CompiledCondition): boolean {
    if (this.quotedCounts) return false;
    for (const gate of gates) if (!this.isOpen(gate)) return false;
    for (const index of variable) {
      const { value, quoted } = args[index]!;
      if (!quoted && (value === '' || value.indexOf(';') >= 0 || isOperator(value))) return false;
    }
    return true;
  }

  /** Evaluates a tree. */
  test(tree: ConditionTree): boolean {
    switch (tree.kind) {
      case 'never':
        return false;
      case 'truth':
        return this.truth(tree.operand);
      case 'same':
        return tree.left.value === tree.right.value;
      case 'unary':
        return unary[tree.operator](this.context, tree.operand.value);
      case 'binary':
        return binary[tree.operator](this, tree.left, tree.right);
      case 'not':
        return !this.test(tree.inner);
      case 'and': {
        const left = this.test(tree.left);
        return tree.bothSides ? this.test(tree.right) && left : left && this.test(tree.right);
      }
      case 'or': {
        const left = this.test(tree.left);
        return tree.bothSides ? this.test(tree.right) || left : left || this.test(tree.right);
      }
    }
  }

  /** Reduces the arguments in CMake's order: parentheses, tests, comparisons, NOT, AND, OR. */
  evaluate(args: ConditionArgument[]): boolean {
    if (args.length === 0) return false;
    if (args.length > 1) {
      for (const level of LEVELS) {
        let before: number;
        do {
          before = args.length;
          this[level](args);
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
      if (word === null || !isUnary(word) || !this.isKnown(word)) continue;
      args.splice(i, 2, unary[word](this.context, args[i + 1]!.value) ? TRUE : FALSE);
    }
  }

  private binary(args: ConditionArgument[]): void {
    for (let i = 0; i + 2 < args.length; i++) {
      const word = this.keyword(args[i + 1]);
      if (word === null || !isBinary(word) || !this.isKnown(word)) continue;
      args.splice(i, 3, binary[word](this, args[i]!, args[i + 2]!) ? TRUE : FALSE);
    }
  }

  /** Whether CMake's version and the policies know an operator. Warns if a policy is not set. */
  private isKnown(word: string): boolean {
    const gate = OPERATOR_GATES.get(word);
    if (gate === undefined || this.isOpen(gate)) return true;
    if ('policy' in gate)
      this.context.isNewOrWarns(
        gate.policy,
        `\n${word} will be interpreted as an operator when the policy is set to NEW.  Since the policy is not set the ` +
          'OLD behavior will be used.',
      );
    return false;
  }

  private isOpen(gate: OperatorGate): boolean {
    return 'policy' in gate
      ? this.context.policy(gate.policy) === 'NEW'
      : isAtLeast(this.context.options.version, ...gate.since);
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

  /** The value of the variable that an argument names, or undefined if it cannot name one or the variable is not set. */
  private definition(arg: ConditionArgument): string | undefined {
    if (!arg.quoted) return this.context.get(arg.value);
    if (!this.quotedCounts) return undefined;
    const value = this.context.get(arg.value);
    if (value !== undefined && !this.warned) {
      this.warned = true;
      this.context.isNewOrWarns(
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

  /** Whether a text matches a regular expression. Sets the match variables. */
  matches(subject: string, pattern: string): boolean {
    const { context } = this;
    context.matches.clear();
    try {
      const match = context.regex(pattern).exec(subject);
      if (match !== null) context.matches.store(match);
      return match !== null;
    } catch (error) {
      if (!(error instanceof RegexSyntaxError)) throw error;
      throw new ConditionError(`Regular expression "${pattern}" cannot compile`);
    }
  }
}

const unary: Readonly<Record<UnaryOperator, Unary>> = {
  EXISTS: ({ files }, value) => value !== '' && files.kind(normalPath(value)) !== null,
  IS_DIRECTORY: (context, value) =>
    value !== '' && context.files.kind(context.absolute(value)) === 'directory',
  IS_READABLE: (context, value) => allows(context, value, 'read'),
  IS_WRITABLE: (context, value) => allows(context, value, 'write'),
  IS_EXECUTABLE: (context, value) => allows(context, value, 'execute'),
  DIAGNOSTIC: (_, value) => DIAGNOSTICS.has(value),
  IS_SYMLINK: (context, value) => context.files.isLink(context.absolute(value)),
  IS_ABSOLUTE: (_, value) => isAbsolutePath(value),
  COMMAND: (context, value) => context.isCommand(value),
  POLICY: ({ options }, value) => knownPolicy(value, options.version) !== null,
  TARGET: ({ state }, value) => isTarget(state, value),
  TEST: ({ state }, value) => state.properties.has(propertyKey('exists', 'TEST', value)),
  DEFINED: isDefined,
};

const DIAGNOSTICS = new Set([
  'CMD_AUTHOR',
  'CMD_DEPRECATED',
  'CMD_EXPERIMENTAL',
  'CMD_INSTALL_ABSOLUTE_DESTINATION',
  'CMD_POLICY',
  'CMD_UNINITIALIZED',
  'CMD_UNUSED_CLI',
]);

function allows(context: CommandContext, value: string, access: Access): boolean {
  return value !== '' && context.files.allows(context.absolute(value), access);
}

function isDefined(context: CommandContext, name: string): boolean {
  if (name.startsWith('ENV{') && name.endsWith('}')) return context.state.environment.has(name.slice(4, -1));
  if (name.startsWith('CACHE{') && name.endsWith('}')) return context.state.cache.has(name.slice(6, -1));
  return context.get(name) !== undefined;
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
    compare(compareVersions(condition.text(left), condition.text(right), condition.context.options.version));
}

const binary: Readonly<Record<BinaryOperator, Binary>> = {
  MATCHES: (condition, left, right) => condition.matches(condition.text(left), right.value),
  LESS: numeric((a, b) => a < b),
  GREATER: numeric((a, b) => a > b),
  EQUAL: numeric((a, b) => a === b),
  LESS_EQUAL: numeric((a, b) => a <= b),
  GREATER_EQUAL: numeric((a, b) => a >= b),
  STRLESS: textual((order) => order < 0),
  STRGREATER: textual((order) => order > 0),
  STREQUAL: (condition, left, right) => condition.text(left) === condition.text(right),
  STRLESS_EQUAL: textual((order) => order <= 0),
  STRGREATER_EQUAL: textual((order) => order >= 0),
  VERSION_LESS: versions((order) => order < 0),
  VERSION_GREATER: versions((order) => order > 0),
  VERSION_EQUAL: versions((order) => order === 0),
  VERSION_LESS_EQUAL: versions((order) => order <= 0),
  VERSION_GREATER_EQUAL: versions((order) => order >= 0),
  // Nothing is run, so no file is newer than another. Files that exist are up to date.
  IS_NEWER_THAN: ({ context }, left, right) => isMissing(context, left) || isMissing(context, right),
  IN_LIST: inList,
  PATH_EQUAL: (condition, left, right) =>
    pathParts(condition.text(left)) === pathParts(condition.text(right)),
};

function isMissing(context: CommandContext, arg: ConditionArgument): boolean {
  return context.files.kind(context.absolute(arg.value)) === null;
}

/** The list that was searched last. Loops search the same list again and again. */
let searched: { list: string; items: ReadonlySet<string> } = { list: '', items: new Set(['']) };

function inList(condition: Condition, left: ConditionArgument, right: ConditionArgument): boolean {
  const list = condition.context.get(right.value);
  if (list === undefined) return false;
  if (searched.list !== list) searched = { list, items: new Set(splitList(list, true)) };
  return searched.items.has(condition.text(left));
}

function pathParts(path: string): string {
  return path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1/');
}
