import { SHARED_STAGES, type SharedStage } from '../../shared/timings/timings-report';
import { fit, median, type Sample } from '../timings/costs/cost-model';
import type { TypeCosts } from './type-costs';

/** What something that was not built yet will cost. */
export interface CostEstimate {
  /** The sum over `stages`. */
  seconds: number;
  /** The stages that enough types of the build have run. */
  stages: readonly SharedStage[];
  /** Null if the build has no Python.cpp to learn from. */
  cppBytes: number | null;
  /** How far such an estimate is off for half of the types of the build: 0.3 stands for 30 %. */
  error: number;
}

/** What is new: types, and instantiations in all types. */
export interface Addition {
  types: number;
  instantiations: number;
}

/** Estimates the cost of an addition. */
export type CostEstimator = (addition: Addition) => CostEstimate;

/** With fewer types an estimate would be a guess. */
const FEWEST_TYPES = 10;

/**
 * Learns from the types of a build: each costs a fixed time, for the headers that it reads, and more for each instantiation.
 * Null if too few types were built.
 */
export function estimatorOf(all: Iterable<TypeCosts>): CostEstimator | null {
  const types = [...all].filter(({ instantiations }) => instantiations > 0);
  const known = SHARED_STAGES.map((stage) => ({
    stage,
    samples: samplesOf(types.map((type) => [type.instantiations, type.stages[stage]])),
  })).filter(({ samples }) => samples.length >= FEWEST_TYPES);
  if (known.length === 0) return null;
  const stages = known.map(({ stage }) => stage);
  const lines = known.map(({ samples }) => lineThrough(samples));
  const sizes = samplesOf(types.map(({ instantiations, cppBytes }) => [instantiations, cppBytes]));
  const size = sizes.length >= FEWEST_TYPES ? lineThrough(sizes) : null;
  const error = median(known.map(({ samples }) => errorOf(samples)));
  return (addition) => ({
    seconds: lines.reduce((sum, line) => sum + at(line, addition), 0),
    stages,
    cppBytes: size === null ? null : Math.round(at(size, addition)),
    error,
  });
}

interface Line {
  fixed: number;
  each: number;
}

const samplesOf = (values: readonly (readonly [instantiations: number, value: number | null])[]): Sample[] =>
  values.flatMap(([instantiations, value]) => (value === null ? [] : [{ instantiations, seconds: value }]));

/** Neither part is negative: more instantiations never cost less. */
function lineThrough(samples: readonly Sample[]): Line {
  const { fixed, each } = fit(samples);
  if (each < 0) return { fixed: median(samples.map(({ seconds }) => seconds)), each: 0 };
  if (fixed >= 0) return { fixed, each };
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    fixed: 0,
    each:
      sum(samples.map(({ seconds }) => seconds)) / sum(samples.map(({ instantiations }) => instantiations)),
  };
}

const at = ({ fixed, each }: Line, { types, instantiations }: Addition): number =>
  fixed * types + each * instantiations;

/** The median relative error for types that the line was not fitted to: each half predicts the other. */
function errorOf(samples: readonly Sample[]): number {
  const halves = [samples.filter((_, n) => n % 2 === 0), samples.filter((_, n) => n % 2 === 1)] as const;
  const errors = [
    [halves[0], halves[1]],
    [halves[1], halves[0]],
  ].flatMap(([known = [], other = []]) => {
    const line = lineThrough(known);
    return other
      .filter(({ seconds }) => seconds > 0)
      .map(
        ({ instantiations, seconds }) => Math.abs(at(line, { types: 1, instantiations }) - seconds) / seconds,
      );
  });
  return median(errors);
}
