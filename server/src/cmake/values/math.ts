/** An expression that `math(EXPR)` rejects. The message is CMake's, without its prefix. */
export class MathError extends Error {}

/** The expression is well formed, but has no value. */
export class MathRangeError extends MathError {}

/** Binary operators by precedence, lowest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const MAX_DEPTH = 500;

/** The result of an expression. */
export interface MathResult {
  value: bigint;
  /** CMake's warnings. */
  warnings: readonly string[];
}

/**
 * Evaluates an expression over 64-bit integers with C's operators. `strict` selects the rules of CMake 4.4, which warns
 * about overflow and rejects numbers out of range.
 * @throws MathError
 */
export function evaluateMath(expression: string, strict: boolean): MathResult {
  const warnings: string[] = [];
  const found = tokens(expression, warnings);
  const parser = new MathParser(
    found.map(({ token }) => token),
    found.map(({ end }) => end),
    expression.length,
    strict,
    warnings,
  );
  return { value: parser.all(), warnings };
}

/** Splits an expression into tokens. Characters that belong to no token are skipped with a warning. */
function tokens(expression: string, warnings: string[]): { token: string; end: number }[] {
  const found: { token: string; end: number }[] = [];
  const pattern = /[ \t\r\n]+|(0[xX][0-9a-fA-F]+|\d+|<<|>>|[-+*/%|&^~()])|(.)/gs;
  for (const match of expression.matchAll(pattern)) {
    if (match[2] !== undefined)
      warnings.push(`Unexpected character in expression at position ${match.index + 1}: ${match[2]}\n`);
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
    private readonly strict: boolean,
    private readonly warnings: string[],
  ) {}

  all(): bigint {
    const value = this.level(0);
    if (this.at < this.tokens.length) throw this.unexpected(', expecting end of file');
    return value;
  }

  private unexpected(expected: string): MathError {
    const token = this.tokens[this.at];
    const name =
      token === undefined ? 'end of file' : /^\d/.test(token) ? 'exp_NUMBER' : (NAMES[token] ?? token);
    return new MathError(
      `syntax error, unexpected ${name}${expected} (${this.ends[this.at] ?? this.length})`,
    );
  }

  /** Warns about a result that C leaves undefined, in the words of CMake 4.4. */
  private warn(text: string): void {
    if (this.strict) this.warnings.push(`${text}\n`);
  }

  private binary(operator: string, left: bigint, right: bigint): bigint {
    const shown = `:\n  ${left} ${operator} ${right}`;
    if (operator === '<<' || operator === '>>') {
      if (operator === '<<' && left < 0n) this.warn(`left shift of negative value in${shown}`);
      if (right < 0n) this.warn(`shift exponent is negative in${shown}`);
      else if (right > 63n) this.warn(`shift exponent is too large in${shown}`);
      return wrap(apply(operator, left, right));
    }
    if (right === 0n && (operator === '/' || operator === '%'))
      throw new MathRangeError(operator === '%' && this.strict ? 'modulo by zero' : 'divide by zero');
    const value = apply(operator, left, right);
    const wrapped = wrap(value);
    if (wrapped === value) return value;
    if (operator === '/' && this.strict) throw new MathRangeError('signed integer overflow in division');
    this.warn(`signed integer overflow in${shown}`);
    return wrapped;
  }

  private level(index: number): bigint {
    const operators = LEVELS[index];
    if (operators === undefined) return this.unary();
    let left = this.level(index + 1);
    for (;;) {
      const operator = this.tokens[this.at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.at++;
      left = this.binary(operator, left, this.level(index + 1));
    }
  }

  private unary(): bigint {
    if (++this.depth > MAX_DEPTH) throw new MathError('the expression nests too deeply');
    try {
      const token = this.tokens[this.at];
      if (token === '+' || token === '-' || token === '~') {
        this.at++;
        const value = this.unary();
        if (token === '-' && value === -MAX - 1n) this.warn(`signed integer cannot negate:\n  ${value}`);
        return wrap(token === '-' ? -value : token === '~' ? ~value : value);
      }
      if (token === '(') {
        this.at++;
        const value = this.level(0);
        if (this.tokens[this.at] !== ')') throw this.unexpected(', expecting exp_CLOSEPARENT or exp_OR');
        this.at++;
        return value;
      }
      if (token === undefined || !/^\d/.test(token)) throw this.unexpected('');
      this.at++;
      return number(token, this.strict);
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

/** Reads a decimal or hexadecimal number. Before CMake 4.4, a number that is too large becomes the largest one. */
function number(token: string, strict: boolean): bigint {
  const value = BigInt(token.replace(/^0+(?=\d)/, ''));
  if (value > MAX && strict) throw new MathRangeError('a numeric value is out of range');
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
      return operator === '/' ? left / right : left % right;
  }
}
