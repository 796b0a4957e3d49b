import type { ShownCost } from '../../shared/l10n/cost-text';
import { SHARED_STAGES } from '../../shared/timings/timings-report';
import type { BuildCosts } from './build-costs';
import { secondsOfAll } from './type-costs';

/** A part of a type: some of its instantiations. */
export interface PartOfType {
  /** Null if the build does not have the type. */
  type: string | null;
  instantiations: number;
}

/**
 * What a part of a type costs: its share of what the type cost in the last build, or else an estimate. Null if neither is
 * known.
 */
export function shownCost({ type, instantiations }: PartOfType, costs: BuildCosts | null): ShownCost | null {
  if (costs === null || instantiations === 0) return null;
  const known = type === null ? undefined : costs.ofType(type);
  const seconds = known && secondsOfAll(known);
  if (known && seconds !== null && seconds !== undefined && known.instantiations > 0) {
    const share = Math.min(1, instantiations / known.instantiations);
    return {
      seconds: seconds * share,
      stages: SHARED_STAGES.filter((stage) => known.stages[stage] !== null),
      cppBytes: known.cppBytes === null ? null : Math.round(known.cppBytes * share),
      isAbout: share < 1,
      error: null,
    };
  }
  const estimate = costs.estimator()?.({ types: 1, instantiations });
  return estimate ? { ...estimate, isAbout: true } : null;
}
