import * as l10n from '@vscode/l10n';

/** The candidates that a misspelled name most likely means, best first. There are at most `limit`, all of them similar. */
export function nearMisses(name: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = name.toLowerCase();
  const reach = Math.max(1, Math.min(3, Math.floor(wanted.length / 4)));
  const found: { name: string; distance: number }[] = [];
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > reach || candidate === name) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), reach);
    if (distance <= reach) found.push({ name: candidate, distance });
  }
  return found
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map((one) => one.name);
}

/** `Did you mean X?` for the best candidate. Empty if there is none. */
export const didYouMean = ([best]: readonly string[]): string =>
  best === undefined ? '' : l10n.t('Did you mean {0}?', best);

/** The number of letters inserted, removed, replaced or swapped with a neighbor. More than `limit` counts as `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
