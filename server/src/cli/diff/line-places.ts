/** Above this many pairs of lines, what differs counts as rewritten. A `.wrap` file has about a hundred lines. */
const MAX_PAIRS = 4_000_000;

/**
 * Where the lines of an old text are in a new one: for each old line its number in the new text, from 1. A line that is gone has
 * the number of the line that replaced it, or else of the line before it.
 */
export function linePlaces(before: string, after: string): readonly number[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const places: number[] = [];
  let next = 0;
  for (const [n, at] of [...commonLines(old, fresh), [old.length, fresh.length] as const]) {
    // Between two common lines, the lines that are gone and those that are new replace each other in order.
    for (; places.length < n; next++) places.push(Math.max(1, Math.min(next + 1, at)));
    places.push(at + 1);
    next = at + 1;
  }
  return places.slice(0, old.length);
}

const linesOf = (text: string): string[] => text.replace(/\r?\n$/, '').split(/\r?\n/);

/** The indices of lines that two texts have in common, in order and as many as possible. */
function commonLines(old: readonly string[], fresh: readonly string[]): [old: number, fresh: number][] {
  const least = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < least && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < least - start && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++;
  const middle = commonOf(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end));
  return [
    ...Array.from({ length: start }, (_, n): [number, number] => [n, n]),
    ...middle.map(([a, b]): [number, number] => [start + a, start + b]),
    ...Array.from({ length: end }, (_, n): [number, number] => [
      old.length - end + n,
      fresh.length - end + n,
    ]),
  ];
}

/** A longest common subsequence. Empty if the texts are too long for it. */
function commonOf(old: readonly string[], fresh: readonly string[]): [number, number][] {
  const width = fresh.length + 1;
  if (old.length * fresh.length > MAX_PAIRS) return [];
  // How many lines the rests of both texts have in common, from each pair of lines on.
  const counts = new Uint32Array((old.length + 1) * width);
  for (let a = old.length - 1; a >= 0; a--)
    for (let b = fresh.length - 1; b >= 0; b--)
      counts[a * width + b] =
        old[a] === fresh[b]
          ? counts[(a + 1) * width + b + 1]! + 1
          : Math.max(counts[(a + 1) * width + b]!, counts[a * width + b + 1]!);
  const common: [number, number][] = [];
  for (let a = 0, b = 0; a < old.length && b < fresh.length;) {
    if (old[a] === fresh[b]) common.push([a++, b++]);
    else if (counts[(a + 1) * width + b]! >= counts[a * width + b + 1]!) a++;
    else b++;
  }
  return common;
}
