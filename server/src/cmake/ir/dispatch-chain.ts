import { compileRegex, RegexSyntaxError } from '../values/regex';
import type {
  CallNode,
  Chain,
  ChainSearch,
  Compared,
  ForeachNode,
  IfNode,
  LoopSearch,
  NameSearch,
  Node,
  ValueSearch,
} from './nodes';
import type { MacroArgument } from './template';

/**
 * Macros often choose by long chains of `if("${x}" STREQUAL "a") … endif()`, or by loops over names around one such `if`.
 * Hardly any of the comparisons holds. The constants are known in advance, so the evaluation goes directly to the next
 * comparison that holds.
 */

/** The shortest chain that is worth the effort. */
const LEAST = 3;

/** Finds the chains in a body and stores each of them in its commands. */
export function markChains(body: readonly Node[]): void {
  for (let first = 0; first + LEAST <= body.length; first++) {
    if (body[first]!.kind !== 'if') continue;
    const variables = new Map<unknown, { compared: Compared; places: Map<string, number[]> }>();
    const searches: ChainSearch[] = [];
    let end = first;
    for (let next = comparison(body[end]); next !== null; next = comparison(body[++end])) {
      const { compared, constant } = next;
      const key = typeof compared === 'string' ? compared : `argument ${compared.argument}`;
      const known = variables.get(key) ?? { compared, places: new Map<string, number[]>() };
      variables.set(key, known);
      known.places.set(constant, [...(known.places.get(constant) ?? []), end]);
      if (next.search !== null) searches.push({ at: end, command: next.command, ...next.search });
    }
    if (end - first >= LEAST) {
      const chain: Chain = { variables: [...variables.values()], searches, end };
      for (const code of body.slice(first, end)) (code as IfNode).chain = chain;
    }
    first = Math.max(first, end);
  }
}

/**
 * The index of the first comparison in the chain, from `from` on, that holds. If none does, the index after the chain.
 * `value` returns the current value of an operand. If it returns null, the command at `from` must be evaluated normally.
 */
export function nextPlace(
  { variables, end }: Chain,
  value: (compared: Compared) => string | null,
  from: number,
): number {
  let next = end;
  for (const { compared, places } of variables) {
    const now = value(compared);
    if (now === null) return from;
    for (const place of places.get(now) ?? [])
      if (place >= from) {
        if (place < next) next = place;
        break;
      }
  }
  return next;
}

/** The search that a loop performs, or null if it is not such a loop. */
export function loopSearch(loop: Pick<ForeachNode, 'open' | 'body'>): LoopSearch | null {
  return valueSearch(loop) ?? nameSearch(loop);
}

function nameSearch({ open, body }: Pick<ForeachNode, 'open' | 'body'>): NameSearch | null {
  const [take, test] = body;
  if (body.length !== 2 || take?.kind !== 'call' || test?.kind !== 'if' || test.branches.length !== 1)
    return null;
  const { args } = test.branches[0]!.open;
  const path = referenceOf(take.args[1], 'unquoted');
  const name = referenceOf(args[0], 'unquoted');
  const list = args[2]?.kind === 'unquoted' ? args[2].constant : null;
  const matches =
    take.id === 'get_filename_component' &&
    take.args.length === 3 &&
    isWord(take.args[2], 'NAME') &&
    args.length === 3 &&
    isWord(args[1], 'IN_LIST');
  if (!matches || path === null || name === null || list === null || args[2]!.error !== null) return null;
  const isLoopVariable = path === firstArgument(open);
  const areDifferent = new Set([path, name, list]).size === 3;
  return isLoopVariable && areDifferent && isWord(take.args[0], name)
    ? { kind: 'name', loop: path, name, list }
    : null;
}

/** The first argument of a command, if it is the same each time. */
function firstArgument({ args: [first] }: CallNode): string | null {
  return first?.kind === 'unquoted' ? first.constant : null;
}

function valueSearch({ open, body }: Pick<ForeachNode, 'open' | 'body'>): ValueSearch | null {
  const [only] = body;
  if (body.length !== 1 || only?.kind !== 'if' || only.branches.length !== 1) return null;
  const loopVariable = open.constant?.[0];
  const { args } = only.branches[0]!.open;
  const variable = referenceOf(args[0]);
  if (loopVariable === undefined || variable === null || variable === loopVariable) return null;
  if (!isWord(args[1], 'STREQUAL') || referenceOf(args[2]) !== loopVariable) return null;
  if (args.length === 3) return { kind: 'value', loop: loopVariable, variable, hasMore: false };
  const rest = args.slice(3);
  const joined = isWord(rest[0], 'AND') && !rest.some((arg) => isWord(arg, 'OR') || isWord(arg, '('));
  // The other operands must have the same value in each round.
  const settled = rest.every((arg) => arg.kind === 'quoted' || typeof arg.template === 'string');
  const apart = rest.every((arg) => !arg.usesMacro && !arg.text.includes(loopVariable));
  return joined && settled && apart ? { kind: 'value', loop: loopVariable, variable, hasMore: true } : null;
}

interface Comparison {
  command: CallNode;
  compared: Compared;
  constant: string;
  search: Pick<ChainSearch, 'subject' | 'pattern'> | null;
}

/**
 * Matches `if("${variable}" STREQUAL "constant") … endif()` without another branch. The comparison may be followed by
 * `AND [NOT] "${other}" MATCHES "pattern"`, which CMake searches for even if the comparison does not hold.
 */
function comparison(code: Node | undefined): Comparison | null {
  if (code?.kind !== 'if' || code.branches.length !== 1) return null;
  const command = code.branches[0]!.open;
  const [left, operator, right, ...rest] = command.args;
  if (!isWord(operator, 'STREQUAL')) return null;
  const compared = comparedBy(left);
  if (compared === null || right?.kind !== 'quoted' || right.constant === null) return null;
  const search = rest.length === 0 ? null : searchIn(rest);
  return rest.length > 0 && search === null ? null : { command, compared, constant: right.constant, search };
}

function searchIn(args: readonly CallNode['args'][number][]): Comparison['search'] {
  const [and, ...rest] = args;
  const [subject, operator, pattern, more] = isWord(rest[0], 'NOT') ? rest.slice(1) : rest;
  if (!isWord(and, 'AND') || !isWord(operator, 'MATCHES') || more !== undefined) return null;
  const compared = comparedBy(subject);
  const isPlain = pattern?.kind === 'quoted' && pattern.constant !== null && isSound(pattern.constant);
  return compared === null || !isPlain ? null : { subject: compared, pattern: pattern.constant! };
}

/** Whether every version of CMake accepts a regular expression. */
function isSound(pattern: string): boolean {
  try {
    return compileRegex(pattern).groups <= 9;
  } catch (error) {
    if (error instanceof RegexSyntaxError) return false;
    throw error;
  }
}

/**
 * What a quoted argument refers to if it consists of nothing else, or null. The searches of a chain change the match
 * variables, so they are null too.
 */
function comparedBy(arg: CallNode['args'][number] | undefined): Compared | null {
  const variable = referenceOf(arg);
  return variable?.startsWith('CMAKE_MATCH_') ? null : (variable ?? macroArgumentOf(arg));
}

function isWord(arg: CallNode['args'][number] | undefined, word: string): boolean {
  return arg?.kind === 'unquoted' && arg.template === word && !arg.usesMacro && arg.error === null;
}

/** The argument of the macro if a quoted argument consists of nothing else, or null. */
function macroArgumentOf(arg: CallNode['args'][number] | undefined): MacroArgument | null {
  if (arg?.kind !== 'quoted' || arg.fragile || arg.error !== null || typeof arg.template === 'string')
    return null;
  const [piece] = arg.template;
  return arg.template.length === 1 && typeof piece === 'object' && 'argument' in piece ? piece : null;
}

/** The variable if an argument of this kind consists of nothing but a reference to it, or null. */
function referenceOf(
  arg: CallNode['args'][number] | undefined,
  kind: 'quoted' | 'unquoted' = 'quoted',
): string | null {
  if (arg?.kind !== kind || arg.usesMacro || arg.error !== null || typeof arg.template === 'string')
    return null;
  const [piece] = arg.template;
  if (arg.template.length !== 1 || typeof piece !== 'object' || 'argument' in piece) return null;
  const { domain, name } = piece;
  if (domain !== 'normal' || typeof name !== 'string' || name === 'CMAKE_CURRENT_LIST_LINE') return null;
  return name;
}
