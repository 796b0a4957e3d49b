/** The tests with one operand. */
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

/** The tests with two operands. */
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

/** What makes a word an operator: a policy that must be NEW, or the major and minor version of CMake that introduced it. */
export type OperatorGate = { policy: string } | { since: readonly [number, number] };

/** The operators that depend on a policy or a version. */
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

/**
 * An expanded argument of `if` or `while`. A quoted argument is neither an operator nor the name of a variable (CMP0054).
 */
export interface ConditionArgument {
  value: string;
  quoted: boolean;
}

/** A compiled condition. Its operands are arguments of the {@link CompiledCondition}. */
export type ConditionTree =
  /** `()` */
  | { kind: 'never' }
  | { kind: 'truth'; operand: ConditionArgument }
  | { kind: 'unary'; operator: UnaryOperator; operand: ConditionArgument }
  | { kind: 'binary'; operator: BinaryOperator; left: ConditionArgument; right: ConditionArgument }
  /** STREQUAL with two quoted arguments, which are not names of variables. */
  | { kind: 'same'; left: ConditionArgument; right: ConditionArgument }
  | { kind: 'not'; inner: ConditionTree }
  /** `bothSides`: the right side is always evaluated, because it contains a MATCHES, which sets variables. */
  | { kind: 'and' | 'or'; left: ConditionTree; right: ConditionTree; bothSides: boolean };

/** A condition whose operators are known from its text. Evaluating the tree gives the same answer as CMake's reductions. */
export interface CompiledCondition {
  tree: ConditionTree;
  /** All arguments in their order, including the operators. The values of the `variable` ones are those of the last evaluation. */
  args: readonly ConditionArgument[];
  /** The indices of the arguments whose value is not always the same. It must be stored before the tree is evaluated. */
  variable: readonly number[];
  /** The conditions under which its operators are operators. */
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
  // All operators except parentheses begin with a capital letter. Most values do not.
  if ((first < 0x41 || first > 0x5a) && first !== 0x28 && first !== 0x29) return false;
  return WORDS.has(value) || isUnary(value) || isBinary(value);
}
