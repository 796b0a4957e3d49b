import { joinBounded, MAX_VALUE_BYTES, tooLong } from '../values/value-limits';
import { compareBytes, lowerAscii, upperAscii } from '../values/byte-string';
import { CommandError } from '../values/command-error';
import type { Builtin, CommandContext } from '../runtime/command';
import { isTrue } from '../values/truth';
import { listElements } from '../values/semicolon-list';
import type { CallNode } from '../ir/nodes';
import { RegexSyntaxError, type CMakeRegex } from '../values/regex';
import { regexReplace, replacementParts } from '../values/regex-replace';
import { isAtLeast } from '../values/version';
import { stripSpace } from './string';

type Sub = (context: CommandContext, args: string[], call: CallNode) => void;

/** `list(<sub> …)` */
export const listCommand: Builtin = (context, args, call) => {
  if (args.length < 2) throw new CommandError('must be called with at least two arguments.');
  const sub = BY_NAME.get(args[0]!);
  if (sub === undefined) throw new CommandError(`does not recognize sub-command ${args[0]}`);
  sub(context, args.slice(1), call);
};

function elements(context: CommandContext, name: string): string[] {
  return context.list(name);
}

function store(context: CommandContext, name: string, items: readonly string[]): void {
  context.set(name, joinBounded(items, ';'));
}

/** Reads an index as `strtol` does. Under the NEW behavior of CMP0121, text that is not a number is an error. */
function indexOf(context: CommandContext, text: string): number {
  if (/^[ \t\n\v\f\r]*[+-]?\d+$/.test(text)) return Number(text);
  const before = isAtLeast(context.options.version, 4, 4) ? '\n' : ' ';
  if (context.isNewOrWarns('CMP0121', `${before}Invalid list index "${text}".`))
    throw new CommandError(`index: ${text} is not a valid index`);
  return Number.parseInt(text, 10) || 0;
}

function position(context: CommandContext, text: string, length: number): number {
  return positionOf(indexOf(context, text), length);
}

function positionOf(index: number, length: number): number {
  const at = index < 0 ? length + index : index;
  if (at < 0 || at >= length) {
    throw new CommandError(`index: ${index} out of range (-${length}, ${length - 1})`);
  }
  return at;
}

const SUBCOMMANDS: Record<string, Sub> = {
  LENGTH(context, [name, out, ...more]) {
    if (out === undefined || more.length > 0)
      throw new CommandError('sub-command LENGTH requires two arguments.');
    context.set(out, String(elements(context, name!).length));
  },
  GET(context, args) {
    if (args.length < 3) throw new CommandError('sub-command GET requires at least three arguments.');
    const out = args[args.length - 1]!;
    const items = elements(context, args[0]!);
    if (items.length === 0) {
      if (context.get(args[0]!) === undefined) return context.set(out, 'NOTFOUND');
      throw new CommandError('GET given empty list');
    }
    const found = args.slice(1, -1).map((index) => items[position(context, index, items.length)]!);
    context.set(out, joinBounded(found, ';'));
  },
  JOIN(context, [name, glue, out, ...more]) {
    if (out === undefined || more.length > 0)
      throw new CommandError(
        `sub-command JOIN requires three arguments (${[name, glue, out, ...more].filter((x) => x !== undefined).length} found).`,
      );
    context.set(out, joinBounded(elements(context, name!), glue));
  },
  SUBLIST(context, args) {
    const [name, begin, length, out] = args;
    if (args.length !== 4)
      throw new CommandError(`sub-command SUBLIST requires four arguments (${args.length} found).`);
    const items = elements(context, name!);
    if (items.length === 0) return context.set(out!, '');
    const first = indexOf(context, begin!);
    const count = indexOf(context, length!);
    if (first < 0 || first >= items.length)
      throw new CommandError(`begin index: ${first} is out of range 0 - ${items.length - 1}`);
    if (count < -1) throw new CommandError(`length: ${count} should be -1 or greater`);
    store(context, out!, items.slice(first, count === -1 ? undefined : first + count));
  },
  FIND(context, [name, wanted, out, ...more]) {
    if (out === undefined || more.length > 0)
      throw new CommandError('sub-command FIND requires three arguments.');
    const list = context.value(name!);
    // Text that the list does not contain cannot be an element, unless the list has escapes.
    const absent = list.indexOf(wanted!) < 0 && list.indexOf('\\') < 0;
    context.set(out, absent ? '-1' : String(listElements(list).indexOf(wanted!)));
  },
  APPEND(context, args) {
    if (args.length === 1) return;
    const name = args[0]!;
    const old = context.value(name);
    const added = args.length === 2 ? args[1]! : joinBounded(args.slice(1), ';');
    context.set(name, old === '' ? added : `${old};${added}`);
  },
  PREPEND(context, [name, ...items]) {
    if (items.length === 0) return;
    const old = context.value(name!);
    context.set(name!, joinBounded(items, ';') + (old === '' ? '' : `;${old}`));
  },
  POP_BACK: (context, args) => pop(context, args, (items) => items.pop()),
  POP_FRONT: (context, args) => pop(context, args, (items) => items.shift()),
  INSERT(context, args) {
    if (args.length < 3) throw new CommandError('sub-command INSERT requires at least three arguments.');
    const [name, index, ...added] = args;
    const items = elements(context, name!);
    let at = indexOf(context, index!);
    if (items.length === 0 && at !== 0 && at !== -1)
      throw new CommandError(`index: ${at} out of range (0, 0)`);
    if (at < 0) at += items.length;
    if (items.length > 0 && (at < 0 || at > items.length))
      throw new CommandError(`index: ${index} out of range (-${items.length}, ${items.length})`);
    const place = Math.max(at, 0);
    store(context, name!, items.slice(0, place).concat(added, items.slice(place)));
  },
  REMOVE_ITEM(context, [name, ...unwanted]) {
    if (unwanted.length === 0)
      throw new CommandError('sub-command REMOVE_ITEM requires two or more arguments.');
    if (context.get(name!) === undefined) return;
    const drop = new Set(unwanted);
    store(
      context,
      name!,
      elements(context, name!).filter((item) => !drop.has(item)),
    );
  },
  REMOVE_AT(context, [name, ...indices]) {
    if (indices.length === 0)
      throw new CommandError('sub-command REMOVE_AT requires at least two arguments.');
    const items = elements(context, name!);
    if (items.length === 0) throw new CommandError('given empty list');
    // Since CMake 3.27 all indices are read before any of them is looked up.
    const numbers = isAtLeast(context.options.version, 3, 27)
      ? indices.map((index) => indexOf(context, index))
      : null;
    const drop = new Set(
      indices.map((index, at) =>
        numbers === null ? position(context, index, items.length) : positionOf(numbers[at]!, items.length),
      ),
    );
    store(
      context,
      name!,
      items.filter((_, index) => !drop.has(index)),
    );
  },
  REMOVE_DUPLICATES(context, [name, ...more]) {
    if (more.length > 0) throw new CommandError('sub-command REMOVE_DUPLICATES only takes one argument.');
    if (context.get(name!) === undefined) return;
    store(context, name!, [...new Set(elements(context, name!))]);
  },
  REVERSE(context, [name, ...more]) {
    if (more.length > 0) throw new CommandError('sub-command REVERSE only takes one argument.');
    if (context.get(name!) === undefined) return;
    store(context, name!, elements(context, name!).reverse());
  },
  SORT: sort,
  FILTER: filter,
  TRANSFORM: transform,
};

const BY_NAME = new Map(Object.entries(SUBCOMMANDS));

function pop(
  context: CommandContext,
  [name, ...outs]: string[],
  take: (items: string[]) => string | undefined,
): void {
  const items = elements(context, name!);
  if (context.get(name!) === undefined || items.length === 0) {
    for (const out of outs) context.set(out, null);
    return;
  }
  if (outs.length === 0) take(items);
  for (const out of outs) context.set(out, take(items) ?? null);
  store(context, name!, items);
}

function sort(context: CommandContext, [name, ...options]: string[], call: CallNode): void {
  let comparator: string | null = null;
  let compare = 'STRING';
  let insensitive = false;
  let descending = false;
  for (let i = 0; i < options.length; i++) {
    const value = options[i + 1];
    if (
      options[i] === 'COMPARE' &&
      (value === 'STRING' || value === 'FILE_BASENAME' || value === 'NATURAL')
    ) {
      compare = value;
    } else if (options[i] === 'CASE' && (value === 'SENSITIVE' || value === 'INSENSITIVE')) {
      insensitive = value === 'INSENSITIVE';
    } else if (options[i] === 'ORDER' && (value === 'ASCENDING' || value === 'DESCENDING')) {
      descending = value === 'DESCENDING';
    } else if (options[i] === 'COMPARATOR' && isAtLeast(context.options.version, 4, 4)) {
      if (value === undefined)
        throw new CommandError('sub-command SORT missing argument for option "COMPARATOR".');
      comparator = value;
    } else {
      throw new CommandError(`sub-command SORT option "${options[i]}" is unknown.`);
    }
    i++;
  }
  if (context.get(name!) === undefined) return;
  if (comparator !== null) {
    const isLess = functionOf(context, comparator, call, 'SORT, COMPARATOR');
    const sorted = elements(context, name!).sort((a, b) =>
      isTrue(isLess(a, b)) ? -1 : isTrue(isLess(b, a)) ? 1 : 0,
    );
    return store(context, name!, descending ? sorted.reverse() : sorted);
  }
  const items = elements(context, name!).map((item) => {
    let key = compare === 'FILE_BASENAME' ? item.slice(item.lastIndexOf('/') + 1) : item;
    if (insensitive) key = lowerAscii(key);
    return { item, key };
  });
  const order = compare === 'NATURAL' ? compareNatural : compareBytes;
  items.sort((a, b) => (descending ? order(b.key, a.key) : order(a.key, b.key)));
  store(
    context,
    name!,
    items.map(({ item }) => item),
  );
}

/** The order of `strverscmp`: runs of digits compare as numbers, and those that begin with 0 as fractions. */
function compareNatural(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  let start = at;
  while (start > 0 && isDigit(a[start - 1])) start--;
  const runA = /^\d*/.exec(a.slice(start))![0];
  const runB = /^\d*/.exec(b.slice(start))![0];
  if (runA === '' || runB === '' || (at === start && (!isDigit(a[at]) || !isDigit(b[at]))))
    return compareBytes(a, b);
  const zerosA = /^0*/.exec(runA)![0].length;
  const zerosB = /^0*/.exec(runB)![0].length;
  if (zerosA > 0 || zerosB > 0) {
    if (zerosA !== zerosB && (zerosA === runA.length || zerosB === runB.length || zerosA !== zerosB))
      return zerosB - zerosA;
    return compareBytes(a, b);
  }
  return runA.length - runB.length || compareBytes(a, b);
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

function compile(context: CommandContext, pattern: string, sub: string): CMakeRegex {
  try {
    return context.regex(pattern);
  } catch (error) {
    if (!(error instanceof RegexSyntaxError)) throw error;
    throw new CommandError(
      `sub-command ${sub} ${sub.endsWith(':') ? 'F' : 'f'}ailed to compile regex "${pattern}".`,
    );
  }
}

function filter(context: CommandContext, args: string[], call: CallNode): void {
  const [name, mode, kind, pattern] = args;
  if (args.length < 3)
    throw new CommandError('sub-command FILTER requires a list name, an operator and a mode.');
  if (mode !== 'INCLUDE' && mode !== 'EXCLUDE')
    throw new CommandError(`sub-command FILTER does not recognize operator ${mode}`);
  const byFunction = kind === 'PREDICATE' && isAtLeast(context.options.version, 4, 4);
  if (kind !== 'REGEX' && !byFunction)
    throw new CommandError(`sub-command FILTER does not recognize mode ${kind}`);
  if (args.length !== 4) throw new CommandError(`sub-command FILTER, mode ${kind} requires five arguments.`);
  if (context.get(name!) === undefined) return;
  const test = byFunction
    ? functionOf(context, pattern!, call, 'FILTER, mode PREDICATE')
    : compile(context, pattern!, 'FILTER, mode REGEX');
  const holds = (item: string): boolean =>
    typeof test === 'function' ? isTrue(test(item)) : test.test(item);
  const items = elements(context, name!);
  store(
    context,
    name!,
    items.filter((item) => {
      context.look();
      return holds(item) === (mode === 'INCLUDE');
    }),
  );
}

interface Action {
  arity: number;
  make(context: CommandContext, args: string[], call: CallNode): Transformation;
}

type Transformation = (item: string) => string;

const ACTIONS: Record<string, Action> = {
  APPEND: {
    arity: 1,
    make:
      (_, [text]) =>
      (item) =>
        item + text,
  },
  PREPEND: {
    arity: 1,
    make:
      (_, [text]) =>
      (item) =>
        text + item,
  },
  TOUPPER: { arity: 0, make: () => upperAscii },
  TOLOWER: { arity: 0, make: () => lowerAscii },
  STRIP: { arity: 0, make: () => stripSpace },
  GENEX_STRIP: { arity: 0, make: () => (item) => item.replace(/\$<[^<>]*>/g, '') },
  REPLACE: {
    arity: 2,
    make: (context, [pattern, replacement]) => {
      const regex = compile(context, pattern!, 'TRANSFORM, action REPLACE:');
      const search = context.repeatedSearch();
      const { version } = context.options;
      const setsMatches = !isAtLeast(version, 3, 27) || isAtLeast(version, 4, 1);
      const explained = <T>(work: () => T): T => {
        try {
          return work();
        } catch (error) {
          if (!(error instanceof CommandError)) throw error;
          throw new CommandError(`sub-command TRANSFORM, action REPLACE: ${error.message}.`);
        }
      };
      if (!isAtLeast(version, 3, 27)) {
        context.matches.clear();
        // The replacement is read even if there is nothing to replace.
        explained(() => replacementParts(replacement!));
      }
      return (item) =>
        explained(() =>
          regexReplace(regex, pattern!, replacement!, item, search, (match) => {
            context.look();
            if (setsMatches) context.matches.store(match);
          }),
        );
    },
  },
};

function transform(context: CommandContext, args: string[], call: CallNode): void {
  const [name, actionName] = args;
  if (actionName === undefined)
    throw new CommandError('sub-command TRANSFORM requires an action to be specified.');
  const isModern = isAtLeast(context.options.version, 4, 4);
  const action = actionName === 'APPLY' && isModern ? APPLY : ACTIONS[actionName];
  if (action === undefined) throw new CommandError(`sub-command TRANSFORM, ${actionName} invalid action.`);
  const operands = args.slice(2, 2 + action.arity);
  if (operands.length < action.arity)
    throw new CommandError(
      `sub-command TRANSFORM, action ${actionName} expects ${action.arity} argument(s).`,
    );
  const make = (): Transformation => action.make(context, operands, call);
  // Before CMake 3.27 the action is made before its selector and its list are read, so its errors come first.
  const made = isAtLeast(context.options.version, 3, 27) ? null : make();
  const rest = args.slice(2 + action.arity);
  const items = elements(context, name!);
  let chosen: Chosen = () => true;
  let out = name!;
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i]!;
    if (word === 'OUTPUT_VARIABLE') {
      const variable = rest[++i];
      if (variable === undefined)
        throw new CommandError('sub-command TRANSFORM, OUTPUT_VARIABLE expects variable name argument.');
      out = variable;
    } else if (word === 'REGEX') {
      const regex = compile(context, rest[++i] ?? '', 'TRANSFORM, selector REGEX');
      chosen = (item) => regex.test(item);
    } else if (word === 'PREDICATE' && isModern) {
      const predicate = rest[++i];
      if (predicate === undefined)
        throw new CommandError("sub-command TRANSFORM, selector PREDICATE expects 'function name' argument.");
      const test = functionOf(context, predicate, call, 'TRANSFORM, selector PREDICATE');
      chosen = (item) => isTrue(test(item));
    } else if (word === 'AT' || word === 'FOR') {
      const numbers: number[] = [];
      while (i + 1 < rest.length && /^[+-]?\d+$/.test(rest[i + 1]!)) numbers.push(Number(rest[++i]));
      chosen = word === 'AT' ? chosenAt(numbers, items.length) : chosenFor(numbers, items.length);
    } else {
      throw new CommandError(`sub-command TRANSFORM, '${rest.slice(i).join(' ')}': unexpected argument(s).`);
    }
  }
  if (context.get(name!) === undefined && items.length === 0) {
    // This also holds if the output variable is the list itself. It is then defined.
    return context.set(out, '');
  }
  const change = made ?? make();
  const selected = items.map((item, index) => chosen(item, index));
  let length = 0;
  const changed = items.map((item, index) => {
    const transformed = selected[index] ? change(item) : item;
    length += transformed.length;
    if (length > MAX_VALUE_BYTES) throw tooLong();
    return transformed;
  });
  store(context, out, changed);
}

type Chosen = (item: string, index: number) => boolean;

function chosenAt(numbers: readonly number[], length: number): Chosen {
  if (numbers.length === 0)
    throw new CommandError('sub-command TRANSFORM, selector AT expects at least one numeric value.');
  const at = new Set(numbers.map((number) => selectedIndex(number, length, 'AT')));
  return (_, index) => at.has(index);
}

function chosenFor(numbers: readonly number[], length: number): Chosen {
  const [first, last, step = 1] = numbers;
  if (first === undefined || last === undefined)
    throw new CommandError('sub-command TRANSFORM, selector FOR expects, at least, two numeric values.');
  if (step <= 0)
    throw new CommandError('sub-command TRANSFORM, selector FOR expects positive numeric value for <step>.');
  const from = selectedIndex(first, length, 'FOR');
  const to = selectedIndex(last, length, 'FOR');
  if (from > to)
    throw new CommandError(
      `sub-command TRANSFORM, selector FOR expects <start> to be no greater than <stop> (${from} > ${to})`,
    );
  return (_, index) => index >= from && index <= to && (index - from) % step === 0;
}

function selectedIndex(number: number, length: number, selector: string): number {
  const at = number < 0 ? number + length : number;
  if (at < 0 || at >= length)
    throw new CommandError(
      `sub-command TRANSFORM, selector ${selector}, index: ${number} out of range (-${length}, ${length - 1}).`,
    );
  return at;
}

/** A function of the script changes each element. */
const APPLY: Action = {
  arity: 1,
  make: (context, [name], call) => functionOf(context, name!, call, 'TRANSFORM, action APPLY'),
};

/** The variable that such a function has to set. CMake also makes up a name for it. */
const RESULT = '_cmake_list_function_result_';

/** Calls a function of the script, whose last argument names the variable that it sets, and returns the value. */
function functionOf(
  context: CommandContext,
  name: string,
  call: CallNode,
  sub: string,
): (...args: string[]) => string {
  if (!context.isCommand(name)) throw new CommandError(`sub-command ${sub}: unknown function "${name}".`);
  return (...args) => {
    context.set(RESULT, null);
    // CMake puts the elements into the text of a call, so escapes and references in them are evaluated again.
    const values = args.map((arg) => context.evaluateText(arg, call));
    if (values.includes(null))
      throw new CommandError(`sub-command ${sub}: function "${name}" did not set the output variable.`);
    context.invokeNamed(name, [...(values as string[]), RESULT], call);
    const result = context.get(RESULT);
    context.set(RESULT, null);
    if (result === undefined)
      throw new CommandError(`sub-command ${sub}: function "${name}" did not set the output variable.`);
    return result;
  };
}
