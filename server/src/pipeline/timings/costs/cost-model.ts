import type { CostModel } from '../../../shared/timings/timings-report';

/** One type: how many instantiations it has, and how long a stage took. */
export interface Sample {
  instantiations: number;
  seconds: number;
}

/** Fewer types, or fewer different counts, decide nothing. */
const FEWEST_TYPES = 20;
const FEWEST_COUNTS = 4;
/** The model must err this much less than a constant for types that it was not fitted to. */
const WORTHWHILE = 0.9;

/**
 * Whether a stage takes a fixed time for each type and more for each instantiation, as the reading of headers and the
 * generated code suggest. The types decide: the model counts only if, fitted to half of them, it predicts the other half
 * clearly better than their median does. Otherwise the time is shared in proportion to the instantiations.
 */
export function costModelOf(samples: readonly Sample[]): CostModel {
  const known = samples.filter(({ instantiations, seconds }) => instantiations > 0 && seconds > 0);
  const proportional: CostModel = {
    types: known.length,
    kind: 'proportional',
    fixed: 0,
    each: 0,
    error: null,
  };
  const counts = new Set(known.map(({ instantiations }) => instantiations));
  if (known.length < FEWEST_TYPES || counts.size < FEWEST_COUNTS) return proportional;
  const halves = [known.filter((_, at) => at % 2 === 0), known.filter((_, at) => at % 2 === 1)] as const;
  const errors: number[] = [];
  const ofConstant: number[] = [];
  for (const [fitted, other] of [halves, [halves[1], halves[0]]] as const) {
    const line = fit(fitted);
    const constant = median(fitted.map(({ seconds }) => seconds));
    for (const { instantiations, seconds } of other) {
      errors.push(Math.abs(line.fixed + line.each * instantiations - seconds));
      ofConstant.push(Math.abs(constant - seconds));
    }
  }
  const error = median(errors) / Math.max(median(ofConstant), 1e-9);
  const { fixed, each } = fit(known);
  const isSupported = error <= WORTHWHILE && each > 0 && fixed >= 0;
  return isSupported
    ? { types: known.length, kind: 'fixed-and-each', fixed, each, error }
    : { ...proportional, error };
}

/** At most this many types take part in a fit, evenly chosen: the number of pairs grows with the square. */
const MOST_FITTED = 400;

/** The line through the median slope of all pairs (Theil and Sen), which single slow types do not move. */
export function fit(all: readonly Sample[]): { fixed: number; each: number } {
  const step = Math.max(1, Math.ceil(all.length / MOST_FITTED));
  const samples = all.filter((_, at) => at % step === 0);
  const slopes: number[] = [];
  samples.forEach((a, at) => {
    for (const b of samples.slice(at + 1)) {
      const apart = b.instantiations - a.instantiations;
      if (apart !== 0) slopes.push((b.seconds - a.seconds) / apart);
    }
  });
  const each = slopes.length === 0 ? 0 : median(slopes);
  return {
    each,
    fixed: median(samples.map(({ instantiations, seconds }) => seconds - each * instantiations)),
  };
}

/** The median. 0 without values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** A quantile, by linear interpolation. 0 without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return 0;
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (place - low);
}
