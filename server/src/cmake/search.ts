import type { Code, CallCode, ForeachCode, IfCode } from './program';

/**
 * Macros choose by long chains of `if("${x}" STREQUAL "a") … endif()`, and by loops over names with one such `if` in
 * them, where hardly any holds. What they look for can be seen before: evaluation goes straight to the next that holds.
 */

/** Commands one behind the other that compare variables with constants. */
export interface Chain {
  variables: readonly { name: string; places: Places }[];
  /** The place behind the chain. */
  end: number;
}

/** By constant: the places of its commands in their body, rising. */
type Places = ReadonlyMap<string, readonly number[]>;

/** A loop with nothing in it but an `if` that compares a variable with the loop's own first. */
export interface LoopSearch {
  variable: string;
  /** More is asked behind the comparison, by operators that set variables: the last round must be run. */
  hasMore: boolean;
}

/** Shorter chains are not worth a look. */
const LEAST = 3;

/** Finds the chains of a body and notes them on their commands. */
export function markChains(body: readonly Code[]): void {
  for (let first = 0; first < body.length; first++) {
    const places = new Map<string, Map<string, number[]>>();
    let end = first;
    for (let next = comparison(body[end]); next !== null; next = comparison(body[++end])) {
      const ofVariable = places.get(next.variable) ?? new Map<string, number[]>();
      places.set(next.variable, ofVariable);
      ofVariable.set(next.constant, [...(ofVariable.get(next.constant) ?? []), end]);
    }
    if (end - first >= LEAST) {
      const chain: Chain = { variables: [...places].map(([name, of]) => ({ name, places: of })), end };
      for (const code of body.slice(first, end)) (code as IfCode).chain = chain;
    }
    first = Math.max(first, end);
  }
}

/**
 * The first place of a chain at or behind `from` whose comparison holds, else the one behind the chain. `value` gives
 * those of variables.
 */
export function nextPlace({ variables, end }: Chain, value: (name: string) => string, from: number): number {
  let next = end;
  for (const { name, places } of variables)
    for (const place of places.get(value(name)) ?? [])
      if (place >= from) {
        if (place < next) next = place;
        break;
      }
  return next;
}

/** What a loop looks for, where it is such a loop. */
export function loopSearch({ open, body }: Pick<ForeachCode, 'open' | 'body'>): LoopSearch | null {
  const [only] = body;
  if (body.length !== 1 || only?.kind !== 'if' || only.branches.length !== 1) return null;
  const loopVariable = open.constant?.[0];
  const { args } = only.branches[0]!.open;
  const variable = referenceOf(args[0]);
  if (loopVariable === undefined || variable === null || variable === loopVariable) return null;
  if (!isWord(args[1], 'STREQUAL') || referenceOf(args[2]) !== loopVariable) return null;
  if (args.length === 3) return { variable, hasMore: false };
  const rest = args.slice(3);
  const joined = isWord(rest[0], 'AND') && !rest.some((arg) => isWord(arg, 'OR') || isWord(arg, '('));
  // The rest must say the same in each round.
  const settled = rest.every((arg) => arg.kind === 'quoted' || typeof arg.template === 'string');
  const apart = rest.every((arg) => !arg.usesMacro && !arg.text.includes(loopVariable));
  return joined && settled && apart ? { variable, hasMore: true } : null;
}

/** `if("${variable}" STREQUAL "constant") … endif()`, without another branch. */
function comparison(code: Code | undefined): { variable: string; constant: string } | null {
  if (code?.kind !== 'if' || code.branches.length !== 1) return null;
  const { args } = code.branches[0]!.open;
  if (args.length !== 3 || !isWord(args[1], 'STREQUAL')) return null;
  const variable = referenceOf(args[0]);
  const constant = args[2]!;
  if (variable === null || constant.kind !== 'quoted' || typeof constant.template !== 'string') return null;
  return constant.usesMacro || constant.error !== null ? null : { variable, constant: constant.template };
}

function isWord(arg: CallCode['args'][number] | undefined, word: string): boolean {
  return arg?.kind === 'unquoted' && arg.template === word && !arg.usesMacro && arg.error === null;
}

/** The variable that a quoted argument refers to and is nothing else, else null. */
function referenceOf(arg: CallCode['args'][number] | undefined): string | null {
  if (arg?.kind !== 'quoted' || arg.usesMacro || arg.error !== null || typeof arg.template === 'string')
    return null;
  const [piece] = arg.template;
  if (arg.template.length !== 1 || typeof piece !== 'object' || 'argument' in piece) return null;
  const { domain, name } = piece;
  if (domain !== 'normal' || typeof name !== 'string' || name === 'CMAKE_CURRENT_LIST_LINE') return null;
  return name;
}
