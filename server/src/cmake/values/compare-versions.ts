import { type CMakeVersion, isAtLeast } from './version';

/**
 * Compares versions component by component, as `if(VERSION_LESS)` of a CMake version does. Negative, zero or positive. Since CMake
 * 3.27 a component is a run of digits of any length; before, it was what `strtoul` reads, including spaces and the sign.
 */
export function compareVersions(left: string, right: string, cmake: CMakeVersion): number {
  const componentAt = isAtLeast(cmake, 3, 27) ? digitsAt : unsignedAt;
  let l = 0;
  let r = 0;
  while (isDigit(left.charAt(l)) || isDigit(right.charAt(r))) {
    const a = componentAt(left, l);
    const b = componentAt(right, r);
    // eslint-disable-next-line eqeqeq -- a number and a bigint of the same value are equal
    if (a.value != b.value) return a.value < b.value ? -1 : 1;
    l = left[a.end] === '.' ? a.end + 1 : a.end;
    r = right[b.end] === '.' ? b.end + 1 : b.end;
  }
  return 0;
}

interface Component {
  value: number | bigint;
  end: number;
}

const isDigit = (char: string): boolean => char >= '0' && char <= '9';

const DIGITS = /\d*/y;

function digitsAt(text: string, at: number): Component {
  DIGITS.lastIndex = at;
  const [digits] = DIGITS.exec(text)!;
  return { value: digits.length < 16 ? Number(digits) : BigInt(digits), end: at + digits.length };
}

const UNSIGNED = /[ \t\n\v\f\r]*([+-]?)(\d+)/y;
const UNSIGNED_LIMIT = 2n ** 64n;

function unsignedAt(text: string, at: number): Component {
  UNSIGNED.lastIndex = at;
  const match = UNSIGNED.exec(text);
  if (match === null) return { value: 0, end: at };
  const [all, sign, digits] = match;
  const end = at + all.length;
  if (digits!.length < 16 && sign !== '-') return { value: Number(digits), end };
  const magnitude = BigInt(digits!);
  if (magnitude >= UNSIGNED_LIMIT) return { value: UNSIGNED_LIMIT - 1n, end };
  return { value: sign === '-' ? BigInt.asUintN(64, -magnitude) : magnitude, end };
}
