/**
 * CMake's regular expressions (KWSys `RegularExpression`): `^ $ . [] [^] * + ? | ()`, and a backslash that makes the next
 * character literal, except in brackets. There is no counted repetition, no character class and no back reference.
 */

export type RegexNode =
  | { type: 'empty' }
  | { type: 'begin' }
  | { type: 'end' }
  | { type: 'any' }
  | { type: 'literal'; text: string }
  | { type: 'set'; negated: boolean; ranges: [number, number][] }
  | { type: 'group'; index: number; body: RegexNode }
  | { type: 'sequence'; items: RegexNode[] }
  | { type: 'choice'; options: RegexNode[] }
  | { type: 'repeat'; min: 0 | 1; max: number; body: RegexNode };

/** A parsed pattern. */
export interface ParsedRegex {
  root: RegexNode;
  /** The number of parenthesized groups. */
  groups: number;
}

/** A pattern that CMake does not compile. The message is CMake's own. */
export class RegexSyntaxError extends Error {}

const MAX_GROUPS = 32;

/**
 * Parses a pattern, which is a byte string.
 * @throws RegexSyntaxError
 */
export function parseRegex(pattern: string): ParsedRegex {
  const parser = new Parser(pattern);
  const root = parser.choice(false);
  return { root, groups: parser.groups };
}

class Parser {
  groups = 0;
  private at = 0;

  constructor(private readonly pattern: string) {}

  choice(inGroup: boolean): RegexNode {
    const options = [this.sequence()];
    while (this.pattern[this.at] === '|') {
      this.at++;
      options.push(this.sequence());
    }
    if (inGroup) {
      if (this.pattern[this.at] !== ')') throw new RegexSyntaxError('Unmatched parentheses.');
      this.at++;
    } else if (this.at < this.pattern.length) {
      throw new RegexSyntaxError('Unmatched parentheses.');
    }
    return options.length === 1 ? options[0]! : { type: 'choice', options };
  }

  private sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern.charAt(this.at)))
      items.push(this.piece());
    if (items.length === 0) return { type: 'empty' };
    return items.length === 1 ? items[0]! : { type: 'sequence', items };
  }

  private piece(): RegexNode {
    const body = this.atom();
    const operator = this.pattern[this.at];
    if (!isRepeat(operator)) return body;
    if (operator !== '?' && canBeEmpty(body)) throw new RegexSyntaxError('*+ operand could be empty.');
    this.at++;
    if (isRepeat(this.pattern[this.at])) throw new RegexSyntaxError('Nested *?+.');
    return { type: 'repeat', min: operator === '+' ? 1 : 0, max: operator === '?' ? 1 : Infinity, body };
  }

  private atom(): RegexNode {
    const char = this.pattern.charAt(this.at);
    switch (char) {
      case '^':
        this.at++;
        return { type: 'begin' };
      case '$':
        this.at++;
        return { type: 'end' };
      case '.':
        this.at++;
        return { type: 'any' };
      case '[':
        return this.set();
      case '(': {
        this.at++;
        const index = ++this.groups;
        if (index >= MAX_GROUPS) throw new RegexSyntaxError('Too many parentheses.');
        return { type: 'group', index, body: this.choice(true) };
      }
      case '?':
      case '+':
      case '*':
        throw new RegexSyntaxError('?+* follows nothing.');
      case '\\':
        if (this.at + 1 >= this.pattern.length) throw new RegexSyntaxError('Trailing backslash.');
        this.at += 2;
        return { type: 'literal', text: this.pattern.charAt(this.at - 1) };
      default:
        this.at++;
        return { type: 'literal', text: char };
    }
  }

  private set(): RegexNode {
    const { pattern } = this;
    this.at++;
    const negated = pattern[this.at] === '^';
    if (negated) this.at++;
    const ranges: [number, number][] = [];
    const add = (): void => {
      const code = pattern.charCodeAt(this.at++);
      ranges.push([code, code]);
    };
    if (pattern[this.at] === ']' || pattern[this.at] === '-') add();
    while (this.at < pattern.length && pattern[this.at] !== ']') {
      if (pattern[this.at] !== '-') {
        add();
        continue;
      }
      this.at++;
      if (pattern[this.at] === ']' || this.at >= pattern.length) {
        ranges.push([0x2d, 0x2d]);
        continue;
      }
      const low = pattern.charCodeAt(this.at - 2) + 1;
      const high = pattern.charCodeAt(this.at);
      if (low > high + 1) throw new RegexSyntaxError('Invalid range in [].');
      if (low <= high) ranges.push([low, high]);
      this.at++;
    }
    if (pattern[this.at] !== ']') throw new RegexSyntaxError('Unmatched [].');
    this.at++;
    return { type: 'set', negated, ranges };
  }
}

function isRepeat(char: string | undefined): boolean {
  return char === '*' || char === '+' || char === '?';
}

/** Whether KWSys assumes that the node may match the empty text. */
function canBeEmpty(node: RegexNode): boolean {
  switch (node.type) {
    case 'empty':
    case 'begin':
    case 'end':
      return true;
    case 'any':
    case 'literal':
    case 'set':
      return false;
    case 'group':
      return canBeEmpty(node.body);
    case 'sequence':
      return node.items.every(canBeEmpty);
    case 'choice':
      return node.options.some(canBeEmpty);
    case 'repeat':
      return node.min === 0;
  }
}
