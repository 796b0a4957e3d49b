import type { HeaderClass } from './header-classes';

/** A class of a header, from all places in which the header defines it. */
export interface ClassOfHeader extends HeaderClass {
  /** The header defines it several times with different template parameters, as in the branches of a condition. */
  isAmbiguous: boolean;
}

/** One class of each name. If a class occurs several times, the last one that is not a specialization counts. */
export function oneOfEachName(found: readonly HeaderClass[]): ClassOfHeader[] {
  const byName = new Map<string, HeaderClass[]>();
  for (const one of found) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  return [...byName.values()].map((same) => {
    const primary = same.filter(({ specialization }) => specialization === null);
    const counted = primary.length > 0 ? primary : same;
    const isAmbiguous = primary.length !== 1 && new Set(counted.map(({ template }) => template)).size > 1;
    return { ...counted.at(-1)!, isAmbiguous: isAmbiguous || primary.length === 0 };
  });
}
