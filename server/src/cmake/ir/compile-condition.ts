import type { Condition, ConditionArgument } from '../runtime/condition';
import type { Interpreter } from '../runtime/interpreter';
import type { ArgumentCode } from './nodes';

/**
 * An `if` whose operators are plain to see in its text, as a tree: the same answer as by CMake's reductions, without
 * making them anew each time. `null` from `prepare` means: this time an argument is no plain operand after all.
 */
export interface CompiledCondition {
  test: Test;
  /** For each argument, whether its value must be looked at before it may stand as an operand. */
  dynamic: readonly boolean[];
  /** What must hold for its operators to be known. */
  gated: readonly OperatorGate[];
}

/** What CMake must be, or which policy must be NEW, for an operator to be one. */
export interface OperatorGate {
  policy?: string;
  isOpen(interpreter: Interpreter): boolean;
}

/** `values` are the arguments as expanded. */
export type Test = (condition: Condition, values: readonly string[]) => boolean;

type Item = { word: string; index: number } | { index: number; quoted: boolean } | { test: Test };

/** The tests that `compileCondition` builds on: those of condition.ts. */
export interface Operators {
  unary: ReadonlyMap<string, (condition: Condition, value: string) => boolean>;
  binary: ReadonlyMap<
    string,
    (condition: Condition, left: ConditionArgument, right: ConditionArgument) => boolean
  >;
  gates: ReadonlyMap<string, OperatorGate>;
}

const WORDS = new Set(['NOT', 'AND', 'OR', '(', ')']);
/** The longest is VERSION_GREATER_EQUAL. */
const LONGEST_OPERATOR = 21;

/** Whether an expanded value would count as an operator. */
export function isOperator(value: string, operators: Operators): boolean {
  if (value.length > LONGEST_OPERATOR) return false;
  const first = value.charCodeAt(0);
  // All begin with a capital letter, save parentheses; most values need not be looked up.
  if ((first < 0x41 || first > 0x5a) && first !== 0x28 && first !== 0x29) return false;
  return WORDS.has(value) || operators.unary.has(value) || operators.binary.has(value);
}

/** Null where the arguments do not show their structure, or are wrong: then the reductions decide. */
export function compileCondition(
  args: readonly ArgumentCode[],
  operators: Operators,
): CompiledCondition | null {
  const items: Item[] = [];
  const dynamic: boolean[] = [];
  for (const [index, arg] of args.entries()) {
    const { constant } = arg;
    if (arg.kind !== 'unquoted') items.push({ index, quoted: true });
    else if (constant === null) items.push({ index, quoted: false });
    else if (constant === '' || constant.includes(';')) return null;
    else if (isOperator(constant, operators)) items.push({ word: constant, index });
    else items.push({ index, quoted: false });
    dynamic.push(arg.kind === 'unquoted' && constant === null);
  }
  const gated = items.flatMap((item) => ('word' in item ? (operators.gates.get(item.word) ?? []) : []));
  const hasMatch = items.some((item) => 'word' in item && item.word === 'MATCHES');
  const hasGroup = items.some((item) => 'word' in item && item.word === '(');
  if (hasMatch && hasGroup) return null; // What MATCHES sets would be seen in another order.
  const test = new Builder(operators, hasMatch).build(items);
  return test === null ? null : { test, dynamic, gated };
}

class Builder {
  constructor(
    private readonly operators: Operators,
    private readonly bothSides: boolean,
  ) {}

  build(items: Item[]): Test | null {
    if (items.length === 0) return () => false;
    for (let open = 0; open < items.length; open++) {
      if (wordOf(items[open]) !== '(') continue;
      const close = closing(items, open);
      if (close < 0) return null;
      const inner = this.build(items.slice(open + 1, close));
      if (inner === null) return null;
      items.splice(open, close + 1 - open, { test: inner });
    }
    if (!this.unary(items) || !this.binary(items)) return null;
    for (let i = 0; i + 1 < items.length; i++) {
      if (wordOf(items[i]) !== 'NOT') continue;
      const inner = truth(items[i + 1]!);
      if (inner === null) return null;
      items.splice(i, 2, { test: (condition, values) => !inner(condition, values) });
    }
    for (let before = items.length + 1; items.length < before;) {
      before = items.length;
      if (!this.joinAll(items)) return null;
    }
    return items.length === 1 ? truth(items[0]!) : null;
  }

  private unary(items: Item[]): boolean {
    for (let i = 0; i + 1 < items.length; i++) {
      const word = wordOf(items[i]);
      const test = word === null ? undefined : this.operators.unary.get(word);
      if (test === undefined) continue;
      const operand = items[i + 1]!;
      if ('test' in operand) return false;
      const { index } = operand;
      items.splice(i, 2, { test: (condition, values) => test(condition, values[index]!) });
    }
    return true;
  }

  private binary(items: Item[]): boolean {
    for (let i = 0; i + 2 < items.length; i++) {
      const word = wordOf(items[i + 1]);
      const compare = word === null ? undefined : this.operators.binary.get(word);
      if (compare === undefined) continue;
      const [left, , right] = items.slice(i, i + 3) as [Item, Item, Item];
      if ('test' in left || 'test' in right) return false;
      const l = { index: left.index, quoted: 'quoted' in left && left.quoted };
      const r = { index: right.index, quoted: 'quoted' in right && right.quoted };
      if (word === 'STREQUAL' && l.quoted && r.quoted) {
        items.splice(i, 3, { test: (_, values) => values[l.index] === values[r.index] });
        continue;
      }
      items.splice(i, 3, {
        test: (condition, values) =>
          compare(
            condition,
            { value: values[l.index]!, quoted: l.quoted },
            { value: values[r.index]!, quoted: r.quoted },
          ),
      });
    }
    return true;
  }

  /** One pass over AND and OR, which bind alike: behind what it joins it goes on with the next operator but one. */
  private joinAll(items: Item[]): boolean {
    for (let i = 0; i + 2 < items.length; i++) {
      const word = wordOf(items[i + 1]);
      if (word !== 'AND' && word !== 'OR') continue;
      const left = truth(items[i]!);
      const right = truth(items[i + 2]!);
      if (left === null || right === null) return false;
      items.splice(i, 3, { test: this.joined(word, left, right) });
    }
    return true;
  }

  private joined(word: 'AND' | 'OR', left: Test, right: Test): Test {
    if (this.bothSides)
      return (condition, values) => {
        const l = left(condition, values);
        const r = right(condition, values);
        return word === 'AND' ? l && r : l || r;
      };
    return word === 'AND'
      ? (condition, values) => left(condition, values) && right(condition, values)
      : (condition, values) => left(condition, values) || right(condition, values);
  }
}

function wordOf(item: Item | undefined): string | null {
  return item !== undefined && 'word' in item ? item.word : null;
}

function closing(items: readonly Item[], open: number): number {
  let depth = 0;
  for (let i = open; i < items.length; i++) {
    const word = wordOf(items[i]);
    if (word === '(') depth++;
    else if (word === ')' && --depth === 0) return i;
  }
  return -1;
}

function truth(item: Item): Test | null {
  if ('test' in item) return item.test;
  const { index } = item;
  const quoted = 'quoted' in item && item.quoted;
  return (condition, values) => condition.truth({ value: values[index]!, quoted });
}
