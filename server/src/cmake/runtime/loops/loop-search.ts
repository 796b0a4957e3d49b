import type { LoopSearch, NameSearch, ValueSearch } from '../../ir/nodes';
import { listElements } from '../../values/semicolon-list';
import type { LoopRounds } from '../frame';

/** What a search needs from the interpreter that runs the loop. */
export interface SearchContext {
  /** The value of a variable. Empty if it is not set. */
  value(variable: string): string;
  get(variable: string): string | undefined;
  policy(id: 'CMP0057'): string | undefined;
  /** Whether a command is CMake's own, given its name in lower case. */
  isBuiltin(command: string): boolean;
  /** Whether somebody is told of each change of a variable. */
  isWatched(variable: string): boolean;
  /** Counts steps that were skipped. */
  skip(steps: number): void;
}

/** The command of a {@link NameSearch}. */
const TAKES_NAME = 'get_filename_component';
/** The steps of one round of a {@link NameSearch}. */
const COMMANDS_OF_ROUND = 3;
/** A path that is one argument and means itself. */
const PLAIN = /^[\w/.+-]+$/;

/** The next round of a search that must be run, from `from` on. The number of rounds if there is none. */
export function nextRound(
  rounds: LoopRounds,
  from: number,
  search: LoopSearch,
  context: SearchContext,
): number {
  // ZIP_LISTS makes other names.
  if (rounds.names.length !== 1 || rounds.names[0] !== search.loop) return from;
  return search.kind === 'name'
    ? nextNamed(rounds, from, search, context)
    : nextEqual(rounds, from, search, context);
}

/** The next round whose name is in the list, or that cannot be judged by its name. The last round is always run. */
function nextNamed(
  { count, values }: LoopRounds,
  from: number,
  { loop, name, list }: NameSearch,
  context: SearchContext,
): number {
  if (values === undefined || context.isWatched(loop) || context.isWatched(name)) return from;
  if (!context.isBuiltin(TAKES_NAME) || context.policy('CMP0057') !== 'NEW') return from;
  const items = new Set(listElements(context.value(list)));
  const lastNames = lastNamesOf(values);
  let next = from;
  for (; next < count - 1; next++) {
    const last = lastNames[next]!;
    // A name that is also a variable stands for its value.
    if (last === null || items.has(last) || context.get(last) !== undefined) break;
  }
  if (next > from) context.skip(COMMANDS_OF_ROUND * (next - from));
  return next;
}

/** The last name of each path, or null if the path cannot be judged by it. Macros search the same paths for each type. */
function lastNamesOf(paths: readonly string[]): readonly (string | null)[] {
  let names = lastNames.get(paths);
  if (names === undefined) lastNames.set(paths, (names = paths.map(lastNameOf)));
  return names;
}

const lastNames = new WeakMap<readonly string[], readonly (string | null)[]>();

function lastNameOf(path: string): string | null {
  const last = path.slice(path.lastIndexOf('/') + 1);
  // A name with a dot is no operator.
  return last.includes('.') && PLAIN.test(path) ? last : null;
}

/** The next round whose value is that of the variable. */
function nextEqual(
  { count, value }: LoopRounds,
  from: number,
  search: ValueSearch,
  context: SearchContext,
): number {
  const wanted = context.value(search.variable);
  let next = from;
  while (next < count && (value(next, 0) ?? '') !== wanted) next++;
  if (search.hasMore && next > from) next--;
  if (next > from) context.skip(next - from);
  return next;
}
