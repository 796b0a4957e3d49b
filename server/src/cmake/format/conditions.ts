import { KeywordSet } from './signatures/signatures';
import { type Argument, isComment, type Operation } from './tree';

/** The commands whose arguments are a condition. The commands that end a block may repeat the condition. */
export const CONDITION_COMMANDS: ReadonlySet<string> = new Set([
  'if',
  'elseif',
  'else',
  'endif',
  'while',
  'endwhile',
]);

const words = (text: string): KeywordSet => new KeywordSet(text.split(/\s+/));

const TESTS = words(
  `COMMAND POLICY TARGET TEST EXISTS IS_DIRECTORY IS_SYMLINK IS_ABSOLUTE DEFINED IS_READABLE IS_WRITABLE IS_EXECUTABLE`,
);
const COMPARISONS = words(
  `IS_NEWER_THAN MATCHES LESS GREATER EQUAL LESS_EQUAL GREATER_EQUAL STRLESS STRGREATER STREQUAL STRLESS_EQUAL
STRGREATER_EQUAL VERSION_LESS VERSION_GREATER VERSION_EQUAL VERSION_LESS_EQUAL VERSION_GREATER_EQUAL IN_LIST PATH_EQUAL`,
);

/** Groups the operators of a condition with their operands. Operators that bind most tightly come first. */
export function groupOperators(args: readonly Argument[]): Argument[] {
  let grouped = args.map(insideParentheses);
  grouped = groupUnary(grouped, TESTS);
  grouped = groupBinary(grouped, COMPARISONS);
  for (const operator of ['NOT', 'AND', 'OR']) grouped = groupUnary(grouped, words(operator));
  return grouped;
}

function insideParentheses(arg: Argument): Argument {
  if (arg.kind === 'parenthesized') return { ...arg, args: groupOperators(arg.args) };
  if (arg.kind !== 'commented' || arg.argument.kind !== 'parenthesized') return arg;
  return { ...arg, argument: { ...arg.argument, args: groupOperators(arg.argument.args) } };
}

/** Groups each operator with its operand. If a comment follows the operator, the operator is a group of its own. */
function groupUnary(args: readonly Argument[], operators: KeywordSet): Argument[] {
  const grouped: Argument[] = [];
  for (let at = 0; at < args.length; at++) {
    const [arg, next] = [args[at]!, args[at + 1]];
    if (!next || !operators.matches(arg)) grouped.push(arg);
    else {
      grouped.push(...withOperand(arg, next));
      at++;
    }
  }
  return grouped;
}

function withOperand(operator: Argument, operand: Argument): Argument[] {
  if (isComment(operand)) return [{ kind: 'unary', children: [operator] }, operand];
  return [{ kind: 'unary', children: [operator, operand] } satisfies Operation];
}

/**
 * Groups each operator with the arguments on both sides of it. If only one more argument follows, gersemi repeats the
 * argument before it, and then refuses the file because its content has changed. We do the same: see `sameContent`.
 */
function groupBinary(args: readonly Argument[], operators: KeywordSet): Argument[] {
  if (args.length < 3) return [...args];
  const grouped: Argument[] = [];
  const windows = args.length - 2;
  let rest: readonly Argument[] = [];
  for (let at = 0; at < windows; at++) {
    if (!operators.matches(args[at + 1])) {
      grouped.push(args[at]!);
      rest = args.slice(at + 1, at + 3);
      continue;
    }
    grouped.push({ kind: 'binary', children: args.slice(at, at + 3) });
    if (at + 1 >= windows) return grouped;
    const last = Math.min(at + 2, windows - 1);
    rest = args.slice(last + 1, last + 3);
    at = last;
  }
  return [...grouped, ...rest];
}
