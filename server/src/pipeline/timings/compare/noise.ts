import type { Difference, Noise, TimingStage } from '../../../shared/timings/timings-report';
import { median, quantile } from '../costs/cost-model';

/** A statement that ran in both builds. */
export interface Pair {
  name: string;
  stage: TimingStage;
  before: number;
  after: number;
  /** Whether the command is the same. Null if the logs do not allow the comparison. */
  sameCommand: boolean | null;
  /** Whether both did the same work, as far as is known: not a hit of the cache in one build, and a miss in the other. */
  sameWork: boolean;
}

/** Fewer pairs say nothing about noise. */
const FEWEST = 8;
/** Ninja counts milliseconds, and starting a process takes some. Shorter commands are all noise. */
const SHORTEST_SECONDS = 0.02;
/** The bounds of the groups of commands by duration, in seconds: short ones vary more. */
const GROUPS = [0, 0.1, 1, 10];
/** The spread of a normal distribution over its median absolute deviation. */
const OF_DEVIATION = 1.4826;
/** How many spreads away is no longer noise. Of 400 commands that vary normally, one is. */
const SPREADS = 3;

/** How much more and how much less is noise. Times vary by a factor, so less is never the whole. */
interface Deviations {
  more: number;
  less: number;
}

/** What counts as noise between two builds. */
export interface NoiseModel {
  noise: Noise;
  /** The time that is expected after, and the deviations from it that are noise, in seconds. Null if noise is unknown. */
  expect(before: number): (Deviations & { after: number }) | null;
  /** The parts of a sum by which the load of the machine may have shifted it as a whole. */
  drift: Deviations;
}

/**
 * Measures the noise between two builds by the commands that are the same in both: the ratios of their times have a median,
 * by which everything changed, and a spread, from the median absolute deviation of their logarithms. Neither is moved by
 * the few commands that did change, as long as these are fewer than half.
 */
export function noiseOf(pairs: readonly Pair[]): NoiseModel {
  const measurable = pairs.filter(
    ({ before, after, sameWork }) => sameWork && before >= SHORTEST_SECONDS && after >= SHORTEST_SECONDS,
  );
  const same = measurable.filter(({ sameCommand }) => sameCommand === true);
  const canCompare = measurable.some(({ sameCommand }) => sameCommand !== null);
  const used = canCompare && same.length >= FEWEST ? same : canCompare ? [] : measurable;
  if (used.length < FEWEST)
    return {
      noise: { from: 'unknown', statements: used.length, factor: 1, quartiles: [1, 1] },
      expect: () => null,
      drift: { more: 0, less: 0 },
    };
  const logs = used.map(({ before, after }) => Math.log(after / before));
  const center = median(logs);
  const overall = spreadOf(logs, center);
  const spreads = GROUPS.map((_, group) => {
    const own = logs.filter((_log, at) => groupOf(used[at]!.before) === group);
    return own.length >= FEWEST ? spreadOf(own, center) : overall;
  });
  return {
    noise: {
      from: canCompare ? 'same-command' : 'all',
      statements: used.length,
      factor: Math.exp(center),
      quartiles: [Math.exp(quantile(logs, 0.25)), Math.exp(quantile(logs, 0.75))],
    },
    expect(before) {
      const after = before * Math.exp(center);
      const spread = spreads[groupOf(before)] ?? overall;
      const { more, less } = deviationsOf(spread);
      return {
        after,
        more: Math.max(SHORTEST_SECONDS, after * more),
        less: Math.max(SHORTEST_SECONDS, after * less),
      };
    },
    drift: deviationsOf(driftOf(logs, center, overall)),
  };
}

/**
 * Judges a sum over statements. Their own deviations are independent of one another, so the squares of the tolerances add up.
 * The load of the machine shifts all of them, so the drift counts for the whole sum.
 */
export function judge(
  name: string,
  stage: TimingStage,
  pairs: readonly Pair[],
  model: NoiseModel,
): Difference {
  let before = 0;
  let after = 0;
  let expected = 0;
  let more = 0;
  let less = 0;
  let isKnown = true;
  for (const pair of pairs) {
    before += pair.before;
    after += pair.after;
    const one = model.expect(pair.before);
    if (one === null) isKnown = false;
    else {
      expected += one.after;
      more += one.more ** 2;
      less += one.less ** 2;
    }
  }
  const difference = { name, stage, before, after };
  if (!isKnown || pairs.length === 0) return { ...difference, verdict: 'unknown', tolerance: null };
  const side = after > expected ? 'more' : 'less';
  const drift = pairs.length > 1 ? model.drift[side] * expected : 0;
  const tolerance = Math.sqrt((side === 'more' ? more : less) + drift ** 2);
  const verdict = Math.abs(after - expected) <= tolerance ? 'noise' : after > expected ? 'slower' : 'faster';
  return { ...difference, verdict, tolerance };
}

/** The deviations of as many spreads as count, as parts of a time. */
function deviationsOf(spread: number): Deviations {
  return { more: Math.expm1(SPREADS * spread), less: -Math.expm1(-SPREADS * spread) };
}

/** The number of periods of a build between which its speed is compared. */
const PERIODS = 8;

/**
 * How much the speed of the machine varied in the course of the build: the spread of the median ratios of its periods. With
 * too few commands for that, the spread of the single commands, which is larger.
 * @param logs in the order in which the commands ran
 */
function driftOf(logs: readonly number[], center: number, overall: number): number {
  if (logs.length < PERIODS * FEWEST) return overall;
  const medians = Array.from({ length: PERIODS }, (_, period) =>
    median(
      logs.slice(
        Math.floor((period * logs.length) / PERIODS),
        Math.floor(((period + 1) * logs.length) / PERIODS),
      ),
    ),
  );
  return spreadOf(medians, center);
}

/** The spread, at least one percent: no machine is quieter. */
function spreadOf(logs: readonly number[], center: number): number {
  return Math.max(0.01, OF_DEVIATION * median(logs.map((log) => Math.abs(log - center))));
}

function groupOf(seconds: number): number {
  return GROUPS.findLastIndex((least) => seconds >= least);
}
