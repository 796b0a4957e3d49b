/** An expression that `math(EXPR)` does not take; the message is what CMake would say, without its prefix. */
export class MathError extends Error {}

/** Binary operators by how tightly they bind, the loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const MAX_DEPTH = 500;

/** The value of an expression over 64-bit integers, C's operators. Throws MathError. */
export function evaluateMath(expression: string): bigint {
  const found = tokens(expression);
  const parser = new MathParser(
    found.map(({ token }) => token),
    found.map(({ end }) => end),
    expression.length,
  );
  return parser.all();
}

function tokens(expression: string): { token: string; end: number }[] {
  const found: { token: string; end: number }[] = [];
  const pattern = /[ \t\r\n]+|(0[xX][0-9a-fA-F]+|\d+|<<|>>|[-+*/%|&^~()])|(.)/gs;
  for (const match of expression.matchAll(pattern)) {
    if (match[2] !== undefined)
      throw new MathError(`Unexpected character in expression at position ${match.index + 1}: ${match[2]}\n`);
    if (match[1] !== undefined) found.push({ token: match[1], end: match.index + match[1].length });
  }
  return found;
}

class MathParser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly ends: readonly number[],
    private readonly length: number,
  ) {}

  all(): bigint {
    const value = this.level(0);
    if (this.at < this.tokens.length) throw this.unexpected();
    return value;
  }

  private unexpected(): MathError {
    const token = this.tokens[this.at];
    const name =
      token === undefined ? 'end of file' : /^\d/.test(token) ? 'exp_NUMBER' : (NAMES[token] ?? token);
    return new MathError(`syntax error, unexpected ${name} (${this.ends[this.at] ?? this.length})`);
  }

  private level(index: number): bigint {
    const operators = LEVELS[index];
    if (operators === undefined) return this.unary();
    let left = this.level(index + 1);
    for (;;) {
      const operator = this.tokens[this.at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.at++;
      left = wrap(apply(operator, left, this.level(index + 1)));
    }
  }

  private unary(): bigint {
    if (++this.depth > MAX_DEPTH) throw new MathError('the expression nests too deeply');
    try {
      const token = this.tokens[this.at];
      if (token === '+' || token === '-' || token === '~') {
        this.at++;
        const value = this.unary();
        return wrap(token === '-' ? -value : token === '~' ? ~value : value);
      }
      if (token === '(') {
        this.at++;
        const value = this.level(0);
        if (this.tokens[this.at] !== ')') throw this.unexpected();
        this.at++;
        return value;
      }
      if (token === undefined || !/^\d/.test(token)) throw this.unexpected();
      this.at++;
      return number(token);
    } finally {
      this.depth--;
    }
  }
}

const NAMES: Record<string, string> = {
  '+': 'exp_PLUS',
  '-': 'exp_MINUS',
  '*': 'exp_TIMES',
  '/': 'exp_DIVIDE',
  '%': 'exp_MOD',
  '<<': 'exp_SHIFTLEFT',
  '>>': 'exp_SHIFTRIGHT',
  '(': 'exp_OPENPARENT',
  ')': 'exp_CLOSEPARENT',
  '|': 'exp_OR',
  '&': 'exp_AND',
  '^': 'exp_XOR',
  '~': 'exp_NOT',
};

const MAX = (1n << 63n) - 1n;

/** Decimal, hexadecimal, or octal as `strtoll` takes it; too large ones stop at the limit. */
function number(token: string): bigint {
  const value = BigInt(/^0[0-7]+$/.test(token) ? `0o${token.slice(1)}` : token.replace(/^0+(?=[1-9])/, ''));
  return value > MAX ? MAX : value;
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function apply(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '&':
      return left & right;
    case '<<':
      return left << BigInt.asUintN(6, right);
    case '>>':
      return left >> BigInt.asUintN(6, right);
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      if (right === 0n) throw new MathError('divide by zero');
      return operator === '/' ? left / right : left % right;
  }
}
