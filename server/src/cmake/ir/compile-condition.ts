import {
  isBinary,
  isOperator,
  isUnary,
  OPERATOR_GATES,
  type CompiledCondition,
  type ConditionArgument,
  type ConditionTree,
} from './condition-tree';
import type { ArgumentNode, CallNode } from './nodes';

/** The condition of an `if`, `elseif` or `while`, compiled once. Null if the structure is not clear from the text. */
export function conditionOf(call: CallNode): CompiledCondition | null {
  if (call.condition === undefined) call.condition = compileCondition(call.args);
  return call.condition;
}

/** A word that is an operator, an argument, or a tree that was already built. */
type Item = { word: string; arg: ConditionArgument } | { arg: ConditionArgument } | { tree: ConditionTree };

function compileCondition(nodes: readonly ArgumentNode[]): CompiledCondition | null {
  const items: Item[] = [];
  const args: ConditionArgument[] = [];
  const variable: number[] = [];
  for (const [index, { kind, constant }] of nodes.entries()) {
    const arg = { value: constant ?? '', quoted: kind !== 'unquoted' };
    args.push(arg);
    if (constant === null) variable.push(index);
    else if (!arg.quoted && (constant === '' || constant.includes(';'))) return null;
    const isWord = constant !== null && !arg.quoted && isOperator(constant);
    items.push(isWord ? { word: constant, arg } : { arg });
  }
  const words = new Set(items.flatMap((item) => ('word' in item ? item.word : [])));
  const gates = [...words].flatMap((word) => OPERATOR_GATES.get(word) ?? []);
  const hasMatch = words.has('MATCHES');
  // MATCHES sets variables. If there are groups, CMake evaluates the tests in another order than the tree.
  if (hasMatch && words.has('(')) return null;
  const tree = new Builder(hasMatch).build(items);
  return tree === null ? null : { tree, args, variable, gates };
}

/** Builds the tree by CMake's reductions, in order: parentheses, tests, comparisons, NOT, then AND and OR. */
class Builder {
  constructor(private readonly bothSides: boolean) {}

  build(items: Item[]): ConditionTree | null {
    if (items.length === 0) return { kind: 'never' };
    for (let open = 0; open < items.length; open++) {
      if (wordOf(items[open]) !== '(') continue;
      const close = closing(items, open);
      if (close < 0) return null;
      const inner = this.build(items.slice(open + 1, close));
      if (inner === null) return null;
      items.splice(open, close + 1 - open, { tree: inner });
    }
    if (!this.unary(items) || !this.binary(items)) return null;
    for (let i = 0; i + 1 < items.length; i++) {
      if (wordOf(items[i]) !== 'NOT') continue;
      items.splice(i, 2, { tree: { kind: 'not', inner: truth(items[i + 1]!) } });
    }
    for (let before = items.length + 1; items.length < before;) {
      before = items.length;
      this.joinAll(items);
    }
    return items.length === 1 ? truth(items[0]!) : null;
  }

  private unary(items: Item[]): boolean {
    for (let i = 0; i + 1 < items.length; i++) {
      const operator = wordOf(items[i]);
      if (operator === null || !isUnary(operator)) continue;
      const operand = items[i + 1]!;
      if ('tree' in operand) return false;
      items.splice(i, 2, { tree: { kind: 'unary', operator, operand: operand.arg } });
    }
    return true;
  }

  private binary(items: Item[]): boolean {
    for (let i = 0; i + 2 < items.length; i++) {
      const operator = wordOf(items[i + 1]);
      if (operator === null || !isBinary(operator)) continue;
      const [left, , right] = items.slice(i, i + 3) as [Item, Item, Item];
      if ('tree' in left || 'tree' in right) return false;
      const operands = { left: left.arg, right: right.arg };
      const tree: ConditionTree =
        operator === 'STREQUAL' && left.arg.quoted && right.arg.quoted
          ? { kind: 'same', ...operands }
          : { kind: 'binary', operator, ...operands };
      items.splice(i, 3, { tree });
    }
    return true;
  }

  /**
   * One pass over AND and OR, which have the same precedence. After joining two operands, it continues after the second one.
   */
  private joinAll(items: Item[]): void {
    for (let i = 0; i + 2 < items.length; i++) {
      const word = wordOf(items[i + 1]);
      if (word !== 'AND' && word !== 'OR') continue;
      const [left, right] = [truth(items[i]!), truth(items[i + 2]!)];
      const kind = word === 'AND' ? 'and' : 'or';
      items.splice(i, 3, { tree: { kind, left, right, bothSides: this.bothSides } });
    }
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

/** The tree of a single item. An argument is true or false by its value. */
function truth(item: Item): ConditionTree {
  return 'tree' in item ? item.tree : { kind: 'truth', operand: item.arg };
}
