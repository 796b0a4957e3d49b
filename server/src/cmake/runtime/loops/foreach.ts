import type { EvaluationContext } from '../evaluation-context';
import type { LoopRounds } from '../frame';
import { listElements, splitList } from '../../values/semicolon-list';

function roundsOf(name: string, values: readonly string[]): LoopRounds {
  return { names: [name], count: values.length, values, value: (round) => values[round] };
}

/** The elements of long lists, such as the headers of a module. Macros loop over the same list for each type. */
const longLists = new Map<string, readonly string[]>();
const LONG = { from: 1000, to: 100_000 };
const MAX_LONG_LISTS = 20;

function elementsOf(list: string): readonly string[] {
  if (list.length < LONG.from || list.length > LONG.to) return splitList(list, true);
  let elements = longLists.get(list);
  if (elements === undefined) {
    elements = splitList(list, true);
    if (longLists.size >= MAX_LONG_LISTS) longLists.clear();
    longLists.set(list, elements);
  }
  return elements;
}

/** The rounds of a `foreach`, or what is wrong with its arguments. */
export function foreachRounds(context: EvaluationContext, args: readonly string[]): LoopRounds | string {
  if (args.length === 0) return 'called with incorrect number of arguments';
  const inAt = args.indexOf('IN', 1);
  if (inAt === 1 || (inAt > 1 && args.slice(inAt).includes('ZIP_LISTS')))
    return foreachIn(context, args.slice(0, inAt), args.slice(inAt + 1));
  const name = args[0]!;
  if (args[1] === 'RANGE') return foreachRange(name, args.slice(2));
  return roundsOf(name, args.slice(1));
}

function foreachIn(
  context: EvaluationContext,
  names: readonly string[],
  rest: readonly string[],
): LoopRounds | string {
  let mode: 'LISTS' | 'ITEMS' | 'ZIP_LISTS' | null = null;
  const found: (readonly string[])[] = [];
  const items: string[] = [];
  const zipped: string[] = [];
  for (const arg of rest) {
    if (mode !== 'ITEMS' && (arg === 'LISTS' || arg === 'ITEMS' || arg === 'ZIP_LISTS')) {
      if (arg === 'ZIP_LISTS' && mode !== null) return 'can not use `ZIP_LISTS` with `LISTS` or `ITEMS`.';
      mode = arg;
    } else if (mode === null) {
      return `Unknown argument:\n  ${arg}\n`;
    } else if (mode === 'LISTS') {
      const value = context.get(arg);
      if (value !== undefined && value !== '') found.push(elementsOf(value));
    } else if (mode === 'ITEMS') {
      items.push(arg);
    } else {
      zipped.push(arg);
    }
  }
  if (mode !== 'ZIP_LISTS') {
    if (items.length > 0) found.push(items);
    return roundsOf(names[0]!, found.length === 1 ? found[0]! : found.flat());
  }
  const lists = zipped.map((name) => listElements(context.value(name)));
  const loopNames = names.length > 1 ? names : zipped.map((_, index) => `${names[0]}_${index}`);
  if (names.length > 1 && names.length !== zipped.length)
    return `expected ${names.length} list variables, but given ${zipped.length}`;
  const length = lists.reduce((most, list) => Math.max(most, list.length), 0);
  return { names: loopNames, count: length, value: (round, variable) => lists[variable]?.[round] };
}

function foreachRange(name: string, args: readonly string[]): LoopRounds | string {
  const numbers = args.map((arg) => (/^[ \t]*[+-]?\d+$/.test(arg) ? Number(arg) : null));
  const bad = numbers.indexOf(null);
  if (bad >= 0) return `Invalid integer: '${args[bad]}'`;
  const [first = 0, second, third] = numbers as number[];
  if (numbers.length === 0 || numbers.length > 3)
    return numbers.length === 0
      ? 'called with incorrect range specification'
      : 'called with too many range arguments';
  const start = second === undefined ? 0 : first;
  const stop = second ?? first;
  const step = third === undefined || third === 0 ? (start <= stop ? 1 : -1) : third;
  if ((start > stop && step > 0) || (start < stop && step < 0))
    return `called with incorrect range specification: start ${start}, stop ${stop}, step ${step}`;
  const count = Math.floor((stop - start) / step) + 1;
  return { names: [name], count, value: (round) => String(start + round * step) };
}
