/** Compares versions number by number. Each is read as `strtoul` does, including the sign. Negative, zero or positive. */
export function compareVersionTexts(left: string, right: string): number {
  const isDigit = (char: string): boolean => char >= '0' && char <= '9';
  let l = 0;
  let r = 0;
  while (isDigit(left.charAt(l)) || isDigit(right.charAt(r))) {
    const a = unsignedAt(left, l);
    const b = unsignedAt(right, r);
    // eslint-disable-next-line eqeqeq -- a number and a bigint of the same value are equal
    if (a.value != b.value) return a.value < b.value ? -1 : 1;
    l = left[a.end] === '.' ? a.end + 1 : a.end;
    r = right[b.end] === '.' ? b.end + 1 : b.end;
  }
  return 0;
}

const UNSIGNED = /[ \t\n\v\f\r]*([+-]?)(\d+)/y;
const UNSIGNED_LIMIT = 2n ** 64n;

function unsignedAt(text: string, at: number): { value: number | bigint; end: number } {
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
