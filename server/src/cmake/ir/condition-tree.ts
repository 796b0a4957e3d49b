/** The tests of one argument. */
export const UNARY_OPERATORS = [
  'EXISTS',
  'IS_DIRECTORY',
  'IS_READABLE',
  'IS_WRITABLE',
  'IS_EXECUTABLE',
  'DIAGNOSTIC',
  'IS_SYMLINK',
  'IS_ABSOLUTE',
  'COMMAND',
  'POLICY',
  'TARGET',
  'TEST',
  'DEFINED',
] as const;

/** The tests of two arguments. */
export const BINARY_OPERATORS = [
  'MATCHES',
  'LESS',
  'GREATER',
  'EQUAL',
  'LESS_EQUAL',
  'GREATER_EQUAL',
  'STRLESS',
  'STRGREATER',
  'STREQUAL',
  'STRLESS_EQUAL',
  'STRGREATER_EQUAL',
  'VERSION_LESS',
  'VERSION_GREATER',
  'VERSION_EQUAL',
  'VERSION_LESS_EQUAL',
  'VERSION_GREATER_EQUAL',
  'IS_NEWER_THAN',
  'IN_LIST',
  'PATH_EQUAL',
] as const;

export type UnaryOperator = (typeof UNARY_OPERATORS)[number];
export type BinaryOperator = (typeof BINARY_OPERATORS)[number];

/** What makes a word an operator: a policy that must be NEW, or the first version of CMake, major and minor, that has it. */
export type OperatorGate = { policy: string } | { since: readonly [number, number] };

/** The operators that not every script has. */
export const OPERATOR_GATES: ReadonlyMap<string, OperatorGate> = new Map<
  UnaryOperator | BinaryOperator,
  OperatorGate
>([
  ['IN_LIST', { policy: 'CMP0057' }],
  ['TEST', { policy: 'CMP0064' }],
  ['PATH_EQUAL', { policy: 'CMP0139' }],
  ['IS_READABLE', { since: [3, 29] }],
  ['IS_WRITABLE', { since: [3, 29] }],
  ['IS_EXECUTABLE', { since: [3, 29] }],
  ['DIAGNOSTIC', { since: [4, 4] }],
]);

/** An argument of the condition, by its index. */
export interface Operand {
  index: number;
  quoted: boolean;
}

export type ConditionTree =
  /** `()` */
  | { kind: 'never' }
  | { kind: 'truth'; operand: Operand }
  | { kind: 'unary'; operator: UnaryOperator; index: number }
  | { kind: 'binary'; operator: BinaryOperator; left: Operand; right: Operand }
  /** STREQUAL of two quoted arguments, which are no names of variables. */
  | { kind: 'same'; left: number; right: number }
  | { kind: 'not'; inner: ConditionTree }
  /** `bothSides`: the right side is evaluated in any case, since a MATCHES in it sets variables. */
  | { kind: 'and' | 'or'; left: ConditionTree; right: ConditionTree; bothSides: boolean };

/**
 * A condition whose operators can be read off its text. Evaluating the tree gives the answer that CMake's reductions give.
 */
export interface CompiledCondition {
  tree: ConditionTree;
  /** For each argument: whether it is only an operand if its value is neither an operator nor a list. */
  dynamic: readonly boolean[];
  /** What must hold for its operators to be operators. */
  gates: readonly OperatorGate[];
}

const UNARY: ReadonlySet<string> = new Set(UNARY_OPERATORS);
const BINARY: ReadonlySet<string> = new Set(BINARY_OPERATORS);
const WORDS: ReadonlySet<string> = new Set(['NOT', 'AND', 'OR', '(', ')']);
/** The length of VERSION_GREATER_EQUAL. */
const LONGEST_OPERATOR = 21;

export function isUnary(word: string): word is UnaryOperator {
  return UNARY.has(word);
}

export function isBinary(word: string): word is BinaryOperator {
  return BINARY.has(word);
}

/** Whether a value would count as an operator. */
export function isOperator(value: string): boolean {
  if (value.length > LONGEST_OPERATOR) return false;
  const first = value.charCodeAt(0);
  // All but parentheses begin with a capital letter, and most values do not.
  if ((first < 0x41 || first > 0x5a) && first !== 0x28 && first !== 0x29) return false;
  return WORDS.has(value) || isUnary(value) || isBinary(value);
}
