import type { CostEstimate, CostEstimator } from './cost-estimate';
import { secondsOfAll, type TypeCosts } from './type-costs';

/** What configuring would change, and what that costs. */
export interface CostChange {
  added: { types: number; instantiations: number };
  removed: { types: number; instantiations: number };
  /** What the added ones will cost. Null if too little was built to learn from. */
  cost: CostEstimate | null;
  /** Seconds that the removed ones take no longer. Null if nothing is known. */
  savedSeconds: number | null;
}

/** A type with the names of its instantiations. */
export type NamedInstantiations = ReadonlyMap<string, readonly string[]>;

/** Compares what a build has with what it would have. */
export function costChange(
  before: NamedInstantiations,
  after: NamedInstantiations,
  costs: ReadonlyMap<string, TypeCosts>,
  estimator: CostEstimator | null,
): CostChange {
  const added = missing(after, before);
  const removed = missing(before, after);
  return {
    added: countsOf(added),
    removed: countsOf(removed),
    cost: added.instantiations === 0 ? null : (estimator?.(countsOf(added)) ?? null),
    savedSeconds: removed.instantiations === 0 ? null : savedBy(removed.byType, after, costs, estimator),
  };
}

/** A type that is gone saves everything; one that stays still reads its headers. */
function savedBy(
  removed: ReadonlyMap<string, number>,
  after: NamedInstantiations,
  costs: ReadonlyMap<string, TypeCosts>,
  estimator: CostEstimator | null,
): number | null {
  let sum: number | null = null;
  for (const [type, instantiations] of removed) {
    const known = costs.get(type);
    const whole = known ? secondsOfAll(known) : null;
    const saved = after.has(type) ? (estimator?.({ types: 0, instantiations }).seconds ?? null) : whole;
    if (saved !== null) sum = (sum ?? 0) + saved;
  }
  return sum;
}

interface Missing {
  types: number;
  instantiations: number;
  byType: Map<string, number>;
}

/** What is in `all` and not in `other`. */
function missing(all: NamedInstantiations, other: NamedInstantiations): Missing {
  const found: Missing = { types: 0, instantiations: 0, byType: new Map() };
  for (const [type, names] of all) {
    const known = new Set(other.get(type));
    const count = names.filter((name) => !known.has(name)).length;
    if (!other.has(type)) found.types++;
    if (count > 0) found.byType.set(type, count);
    found.instantiations += count;
  }
  return found;
}

const countsOf = ({ types, instantiations }: Missing): { types: number; instantiations: number } => ({
  types,
  instantiations,
});
