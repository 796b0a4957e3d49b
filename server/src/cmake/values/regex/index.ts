import { BacktrackingRegex, type RegexMatch } from './backtrack';
import { parseRegex, type ParsedRegex, type RegexNode } from './parse-regex';

export { RegexSyntaxError } from './parse-regex';
export { RegexBudgetError, type RegexMatch } from './backtrack';

/** Steps that one search may take before it is given up: about half a second. */
const SEARCH_BUDGET = 10_000_000;
/** When there are more ways than this to place the loops and choices of a pattern, the search runs under the budget. */
const SAFE_WAYS = 2e7;
const MAX_REMEMBERED = 2000;

/** How a repeated search goes on behind a match; it depends on CMake's version and policies. */
export interface RepeatedSearch {
  /** `^` matches where each search begins, not at the start of the text alone. */
  anchorsAnew: boolean;
  /** A match may be empty, and so may a group that took no part in it. If not, the caller rejects either. */
  allowsEmpty: boolean;
}

/** A compiled CMake regular expression over byte strings. */
export class CMakeRegex {
  readonly groups: number;
  private readonly native: RegExp | null;
  private readonly shape: Shape;
  private slow: BacktrackingRegex | null = null;
  /** What was found last from the beginning of a text: macros take a text apart by one group after the other. */
  private last: { text: string; match: RegexMatch | null } | null = null;

  constructor(private readonly parsed: ParsedRegex) {
    this.groups = parsed.groups;
    this.shape = inspect(parsed.root);
    const unlike = this.shape.ambiguousLoops || this.shape.keepsGroups;
    this.native = unlike ? null : new RegExp(toSource(parsed.root), 'gs');
  }

  /** The first match. Throws RegexBudgetError. */
  exec(text: string): RegexMatch | null {
    if (this.last === null || this.last.text !== text) this.last = { text, match: this.search(text, 0, 0) };
    return this.last.match;
  }

  /** All matches, each looked for behind the one before. Throws RegexBudgetError. */
  *execAll(text: string, { anchorsAnew, allowsEmpty }: RepeatedSearch): Generator<RegexMatch> {
    let match = this.exec(text);
    while (match !== null) {
      yield match;
      const { start, end } = match;
      const isEmpty = start === end;
      if (isEmpty && (!allowsEmpty || end === text.length)) return;
      match = this.search(text, end, anchorsAnew ? end : 0, isEmpty);
    }
  }

  /** The first match at or after `from`. `^` matches at `begin`; no match is empty at `from` if `notEmpty`. */
  private search(text: string, from: number, begin: number, notEmpty = false): RegexMatch | null {
    const isLong = waysToPlace(text.length - from, this.shape) > SAFE_WAYS;
    if (this.native === null || notEmpty || isLong) {
      this.slow ??= new BacktrackingRegex(this.parsed, SEARCH_BUDGET);
      return this.slow.exec(text, from, begin, notEmpty);
    }
    const offset = this.shape.anchored ? begin : 0;
    this.native.lastIndex = from - offset;
    const found = this.native.exec(offset === 0 ? text : text.slice(offset));
    if (found === null) return null;
    const start = found.index + offset;
    return { start, end: start + found[0].length, groups: found };
  }

  test(text: string): boolean {
    return this.exec(text) !== null;
  }
}

const remembered = new Map<string, CMakeRegex>();

/** Compiles a pattern, or gives the one compiled before. Throws RegexSyntaxError. */
export function compileRegex(pattern: string): CMakeRegex {
  let regex = remembered.get(pattern);
  if (regex === undefined) {
    regex = new CMakeRegex(parseRegex(pattern));
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(pattern, regex);
  }
  return regex;
}

/**
 * How many ways a search may have to try at most: where to begin, times which way to go at each choice, times how to place
 * the loops over the text (n over k, roughly).
 */
function waysToPlace(length: number, { beginsAnchored, choices, loops }: Shape): number {
  let ways = beginsAnchored ? choices : choices * Math.max(length, 1);
  for (let k = 1; k <= loops; k++) ways *= Math.max(1, length / k);
  return ways;
}

interface Shape {
  /** `^` occurs. */
  anchored: boolean;
  loops: number;
  /** The pattern can match at the beginning alone. */
  beginsAnchored: boolean;
  /** How many ways there are through the choices outside of loops. */
  choices: number;
  /** A loop that holds a loop or a choice: exponential in a plain backtracking engine. */
  ambiguousLoops: boolean;
  /** A group that a round of a loop may skip: JavaScript forgets its text, KWSys keeps it. */
  keepsGroups: boolean;
}

function inspect(root: RegexNode): Shape {
  const shape: Shape = {
    anchored: false,
    beginsAnchored: beginsAnchored(root),
    loops: 0,
    choices: 1,
    ambiguousLoops: false,
    keepsGroups: false,
  };
  const visit = (node: RegexNode, inLoop: boolean, skippable: boolean): void => {
    switch (node.type) {
      case 'begin':
        shape.anchored = true;
        break;
      case 'group':
        if (inLoop && skippable) shape.keepsGroups = true;
        visit(node.body, inLoop, skippable);
        break;
      case 'sequence':
        for (const item of node.items) visit(item, inLoop, skippable);
        break;
      case 'choice':
        shape.choices *= node.options.length;
        if (inLoop) shape.ambiguousLoops = true;
        for (const option of node.options) visit(option, inLoop, true);
        break;
      case 'repeat': {
        const loop = node.max === Infinity;
        if (loop) shape.loops++;
        else shape.choices *= 2;
        if (inLoop) shape.ambiguousLoops = true;
        visit(node.body, inLoop || loop, loop ? false : true);
        break;
      }
      default:
        break;
    }
  };
  visit(root, false, false);
  return shape;
}

function beginsAnchored(node: RegexNode): boolean {
  switch (node.type) {
    case 'begin':
      return true;
    case 'group':
      return beginsAnchored(node.body);
    case 'sequence':
      return beginsAnchored(node.items[0]!);
    case 'choice':
      return node.options.every(beginsAnchored);
    default:
      return false;
  }
}

/** The same expression in JavaScript's notation, for the flag `s`. */
function toSource(node: RegexNode): string {
  switch (node.type) {
    case 'empty':
      return '(?:)';
    case 'begin':
      return '(?:^)';
    case 'end':
      return '(?:$)';
    case 'any':
      return '.';
    case 'literal':
      return unit(node.text.charCodeAt(0));
    case 'set':
      return `[${node.negated ? '^' : ''}${node.ranges.map(range).join('')}]`;
    case 'group':
      return `(${toSource(node.body)})`;
    case 'sequence':
      return node.items.map(toSource).join('');
    case 'choice':
      return node.options.map(toSource).join('|');
    case 'repeat':
      return `${toSource(node.body)}${node.max === 1 ? '?' : node.min === 1 ? '+' : '*'}`;
  }
}

function unit(code: number): string {
  const char = String.fromCharCode(code);
  return /[0-9A-Za-z_ ]/.test(char) ? char : `\\x${code.toString(16).padStart(2, '0')}`;
}

function range([low, high]: [number, number]): string {
  return low === high ? unit(low) : `${unit(low)}-${unit(high)}`;
}
