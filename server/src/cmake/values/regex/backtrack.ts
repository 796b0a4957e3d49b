import { LimitError } from '../evaluation-limits';
import type { ParsedRegex, RegexNode } from './parse-regex';

/**
 * The position of a match, and the texts of its groups. Index 0 is the whole match. A group that did not take part is
 * undefined.
 */
export interface RegexMatch {
  start: number;
  end: number;
  groups: readonly (string | undefined)[];
}

/** The search took more steps than allowed. */
export class RegexBudgetError extends LimitError {
  constructor() {
    super('milliseconds', 'a regular expression takes too long on its input');
  }
}

type Next = (at: number) => boolean;
type Matcher = (at: number, next: Next) => boolean;

/**
 * A backtracking matcher with a budget. It is slower than JavaScript's engine, but keeps the groups of earlier rounds of a
 * loop, as KWSys does. It also stops a search that grows without bound.
 */
export class BacktrackingRegex {
  private text = '';
  private begin = 0;
  private steps = 0;
  private groups: (string | undefined)[] = [];
  private readonly match: Matcher;

  constructor(
    private readonly parsed: ParsedRegex,
    private readonly budget: number,
  ) {
    this.match = this.compile(parsed.root);
  }

  /**
   * The first match at or after `from`, or null. `^` matches at `begin`. With `notEmpty`, an empty match at `from` does not
   * count.
   * @throws RegexBudgetError
   */
  exec(text: string, from: number, begin: number, notEmpty: boolean): RegexMatch | null {
    try {
      return this.search(text, from, begin, notEmpty);
    } catch (error) {
      // Each round of a loop with groups uses some of the stack.
      throw error instanceof RangeError ? new RegexBudgetError() : error;
    }
  }

  private search(text: string, from: number, begin: number, notEmpty: boolean): RegexMatch | null {
    this.text = text;
    this.steps = 0;
    this.begin = begin;
    for (let start = from; start <= text.length; start++) {
      this.tick();
      this.groups = new Array<string | undefined>(this.parsed.groups + 1).fill(undefined);
      let end = -1;
      const matched = this.match(start, (at) => {
        if (notEmpty && start === from && at === from) return false;
        end = at;
        return true;
      });
      if (matched) {
        this.groups[0] = text.slice(start, end);
        return { start, end, groups: this.groups };
      }
    }
    return null;
  }

  private tick(): void {
    if (++this.steps > this.budget) throw new RegexBudgetError();
  }

  private compile(node: RegexNode): Matcher {
    switch (node.type) {
      case 'empty':
        return (at, next) => next(at);
      case 'begin':
        return (at, next) => at === this.begin && next(at);
      case 'end':
        return (at, next) => at === this.text.length && next(at);
      case 'sequence':
        return node.items.map((item) => this.compile(item)).reduceRight((rest, first) => join(first, rest));
      case 'choice': {
        const options = node.options.map((option) => this.compile(option));
        return (at, next) => options.some((option) => option(at, next));
      }
      case 'group':
        return this.group(node.index, this.compile(node.body));
      case 'repeat':
        return this.repeat(node);
      default: {
        const test = unitTest(node);
        return (at, next) => {
          this.tick();
          return at < this.text.length && test(this.text.charCodeAt(at)) && next(at + 1);
        };
      }
    }
  }

  /** Groups are recorded as the search unwinds, so the last round of a loop counts. */
  private group(index: number, body: Matcher): Matcher {
    return (at, next) =>
      body(at, (end) => {
        if (!next(end)) return false;
        this.groups[index] ??= this.text.slice(at, end);
        return true;
      });
  }

  private repeat(node: RegexNode & { type: 'repeat' }): Matcher {
    if (node.max === Infinity && isUnit(node.body)) {
      const test = unitTest(node.body);
      return (at, next) => {
        let end = at;
        while (end < this.text.length && test(this.text.charCodeAt(end))) end++;
        for (; end >= at + node.min; end--) {
          this.tick();
          if (next(end)) return true;
        }
        return false;
      };
    }
    const body = this.compile(node.body);
    if (node.max === 1) return (at, next) => body(at, next) || next(at);
    const more: Matcher = (at, next) => {
      this.tick();
      return body(at, (end) => end > at && more(end, next)) || next(at);
    };
    return node.min === 0 ? more : (at, next) => body(at, (end) => more(end, next));
  }
}

function join(first: Matcher, rest: Matcher): Matcher {
  return (at, next) => first(at, (middle) => rest(middle, next));
}

function isUnit(node: RegexNode): boolean {
  return node.type === 'any' || node.type === 'literal' || node.type === 'set';
}

function unitTest(node: RegexNode): (code: number) => boolean {
  if (node.type === 'literal') {
    const wanted = node.text.charCodeAt(0);
    return (code) => code === wanted;
  }
  if (node.type === 'set') {
    const { ranges, negated } = node;
    return (code) => ranges.some(([low, high]) => code >= low && code <= high) !== negated;
  }
  return () => true;
}
