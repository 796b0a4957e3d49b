/** A C++ type or constant expression, as far as class heads, aliases and template arguments need them. */
export type CppNode =
  | { kind: 'name'; isGlobal: boolean; segments: readonly Segment[] }
  | { kind: 'builtin'; name: string }
  | { kind: 'number'; value: number }
  /** A type with `const`, `*` or `&`, which follow it in this order. */
  | { kind: 'decorated'; of: CppNode; decorators: readonly string[] }
  | { kind: 'operation'; operator: string; left: CppNode; right: CppNode };

/** One part of a qualified name. `args` is null if it has no template arguments. */
export interface Segment {
  name: string;
  args: readonly CppNode[] | null;
}

/** No real type nests deeper. */
const MAX_DEPTH = 60;

/**
 * Parses a type such as `typename Superclass::InputImageType`, or a constant such as `VDimension + 1`. Null for what this
 * grammar does not have: function types, `decltype`, packs, calls, comparisons.
 */
export function parseCppType(text: string): CppNode | null {
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  const parser = new Parser(tokens);
  const node = parser.sum(0);
  return node !== null && parser.atEnd ? node : null;
}

const TOKEN = /\s+|::|[A-Za-z_]\w*|\d[\w']*|[<>,*&()+\-/%]/y;

function tokensOf(text: string): string[] | null {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) return null;
    if (found[0].trim() !== '') tokens.push(found[0]);
  }
  return tokens;
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  get atEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  sum(depth: number): CppNode | null {
    return this.operations(['+', '-'], depth, () =>
      this.operations(['*', '/', '%'], depth, () => this.operand(depth)),
    );
  }

  private operations(
    operators: readonly string[],
    depth: number,
    operand: () => CppNode | null,
  ): CppNode | null {
    if (depth > MAX_DEPTH) return null;
    let left = operand();
    while (left !== null && operators.includes(this.next)) {
      const operator = this.take();
      const right = operand();
      if (right === null) return null;
      left = { kind: 'operation', operator, left, right };
    }
    return left;
  }

  private operand(depth: number): CppNode | null {
    if (this.next === '(') {
      this.take();
      const inner = this.sum(depth + 1);
      return inner !== null && this.takeIf(')') ? inner : null;
    }
    if (/^\d/.test(this.next)) return numberOf(this.take());
    const decorators: string[] = [];
    while (this.next === 'const' || this.next === 'typename')
      if (this.take() === 'const') decorators.push('const');
    const type = this.builtin() ?? this.name(depth);
    if (type === null) return null;
    for (; this.next === 'const' || this.isDecorator(); this.take())
      if (!(this.next === 'const' && decorators.at(-1) === 'const')) decorators.push(this.next);
    return decorators.length === 0 ? type : { kind: 'decorated', of: type, decorators };
  }

  /** `*` and `&` belong to a type if no operand follows. */
  private isDecorator(): boolean {
    if (this.next !== '*' && this.next !== '&') return false;
    return !/^[\w(]/.test(this.tokens[this.at + 1] ?? '') || this.tokens[this.at + 1] === 'const';
  }

  private builtin(): CppNode | null {
    const words: string[] = [];
    while (BUILTIN_WORDS.has(this.next)) words.push(this.take());
    if (words.length === 0) return null;
    const name = builtinName(words);
    return name === null ? null : { kind: 'builtin', name };
  }

  private name(depth: number): CppNode | null {
    const isGlobal = this.takeIf('::');
    const segments: Segment[] = [];
    do {
      this.takeIf('template');
      if (!/^[A-Za-z_]/.test(this.next)) return null;
      const name = this.take();
      if (this.next !== '<') {
        segments.push({ name, args: null });
        continue;
      }
      const args = this.args(depth + 1);
      if (args === null) return null;
      segments.push({ name, args });
    } while (this.takeIf('::'));
    return { kind: 'name', isGlobal, segments };
  }

  private args(depth: number): CppNode[] | null {
    this.take();
    const args: CppNode[] = [];
    if (this.takeIf('>')) return args;
    do {
      const arg = this.sum(depth);
      if (arg === null) return null;
      args.push(arg);
    } while (this.takeIf(','));
    return this.takeIf('>') ? args : null;
  }

  private get next(): string {
    return this.tokens[this.at] ?? '';
  }

  private take(): string {
    return this.tokens[this.at++] ?? '';
  }

  private takeIf(token: string): boolean {
    if (this.next !== token) return false;
    this.at++;
    return true;
  }
}

function numberOf(token: string): CppNode | null {
  const found = /^(\d+)[uUlL]*$/.exec(token.replaceAll("'", ''));
  return found ? { kind: 'number', value: Number(found[1]) } : null;
}

const BUILTIN_WORDS = new Set(
  'void bool char short int long float double signed unsigned wchar_t true false'.split(' '),
);

/** The one spelling of a builtin type: `unsigned` is `unsigned int`, `signed short` is `short`. Null if it is none. */
function builtinName(words: readonly string[]): string | null {
  const has = (word: string): boolean => words.includes(word);
  const longs = words.filter((word) => word === 'long').length;
  const sign = has('unsigned') ? 'unsigned ' : '';
  if (has('char')) return has('signed') ? 'signed char' : `${sign}char`;
  if (has('short')) return `${sign}short`;
  if (has('double')) return longs > 0 ? 'long double' : 'double';
  if (longs > 0) return `${sign}${'long '.repeat(longs).trim()}`;
  if (has('int') || has('signed') || has('unsigned')) return `${sign}int`;
  return words.length === 1 ? words[0]! : null;
}
