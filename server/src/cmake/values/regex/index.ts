import { BacktrackingRegex, type RegexMatch } from './backtrack';
import { parseRegex, type ParsedRegex, type RegexNode } from './parse-regex';

export { RegexSyntaxError } from './parse-regex';
export { RegexBudgetError, type RegexMatch } from './backtrack';

/** The steps that one search may take, which is about half a second. */
const SEARCH_BUDGET = 10_000_000;
/** If a pattern's loops and choices can be placed in more ways than this, the search uses the budget. */
const SAFE_WAYS = 2e7;
const MAX_REMEMBERED = 2000;

/** How a repeated search continues after a match. This depends on CMake's version and policies. */
export interface RepeatedSearch {
  /** `^` matches at the start of each search, not only at the start of the text. */
  anchorsAnew: boolean;
  /** A match may be empty, and so may a group that took no part in it. If not allowed, the caller rejects both. */
  allowsEmpty: boolean;
}

/** A compiled CMake regular expression over byte strings. */
export class CMakeRegex {
  readonly groups: number;
  private readonly native: RegExp | null;
  private readonly shape: Shape;
  private slow: BacktrackingRegex | null = null;
  /** The last result of a search from the start of a text. Macros read one group after the other from the same match. */
  private last: { text: string; match: RegexMatch | null } | null = null;

  constructor(private readonly parsed: ParsedRegex) {
    this.groups = parsed.groups;
    this.shape = inspect(parsed.root);
    const unlike = this.shape.ambiguousLoops || this.shape.keepsGroups;
    this.native = unlike ? null : new RegExp(toSource(parsed.root), 'gs');
  }

  /**
   * The first match, or null.
   * @throws RegexBudgetError
   */
  exec(text: string): RegexMatch | null {
    if (this.last === null || this.last.text !== text) this.last = { text, match: this.search(text, 0, 0) };
    return this.last.match;
  }

  /**
   * The match after `last`, or the first one if `last` is null. Null if there is none. Each search starts after the previous
   * match.
   * @throws RegexBudgetError
   */
  next(text: string, last: RegexMatch | null, search: RepeatedSearch): RegexMatch | null {
    if (last === null) return this.exec(text);
    const { start, end } = last;
    const isEmpty = start === end;
    if (isEmpty && (!search.allowsEmpty || end === text.length)) return null;
    return this.search(text, end, search.anchorsAnew ? end : 0, isEmpty);
  }

  /**
   * The first match at or after `from`. `^` matches at `begin`. With `notEmpty`, an empty match at `from` does not count.
   */
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

/**
 * Compiles a pattern, or returns the cached result.
 * @throws RegexSyntaxError
 */
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
 * An upper bound for the ways that a search may try: the start positions, times the alternatives of the choices, times the
 * ways to place the loops over the text (roughly n over k).
 */
function waysToPlace(length: number, { beginsAnchored, choices, loops }: Shape): number {
  let ways = beginsAnchored ? choices : choices * Math.max(length, 1);
  for (let k = 1; k <= loops; k++) ways *= Math.max(1, length / k);
  return ways;
}

interface Shape {
  /** The pattern contains `^`. */
  anchored: boolean;
  loops: number;
  /** The pattern can only match at the beginning. */
  beginsAnchored: boolean;
  /** The number of ways through the choices outside of loops. */
  choices: number;
  /** A loop contains a loop or a choice, which is exponential in a plain backtracking engine. */
  ambiguousLoops: boolean;
  /** A round of a loop may skip a group. JavaScript then forgets the text of the group, and KWSys keeps it. */
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
