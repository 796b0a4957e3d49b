import type { EvaluationContext } from '../evaluation-context';
import type { LoopRounds } from '../frame';
import { listElements, splitList } from '../../values/semicolon-list';

function roundsOf(name: string, values: readonly string[]): LoopRounds {
  return { names: [name], count: values.length, value: (round) => values[round] };
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
  const values: string[] = [];
  const zipped: string[] = [];
  for (const arg of rest) {
    if (mode !== 'ITEMS' && (arg === 'LISTS' || arg === 'ITEMS' || arg === 'ZIP_LISTS')) {
      if (arg === 'ZIP_LISTS' && mode !== null) return 'can not use `ZIP_LISTS` with `LISTS` or `ITEMS`.';
      mode = arg;
    } else if (mode === null) {
      return `Unknown argument:\n  ${arg}\n`;
    } else if (mode === 'LISTS') {
      const value = context.get(arg);
      if (value !== undefined && value !== '') for (const item of splitList(value, true)) values.push(item);
    } else if (mode === 'ITEMS') {
      values.push(arg);
    } else {
      zipped.push(arg);
    }
  }
  if (mode !== 'ZIP_LISTS') return roundsOf(names[0]!, values);
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
