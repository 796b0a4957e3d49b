import type { ChangedAnswer } from './evaluation-protocol';

/**
 * What to tell someone who knows `before` and should know `after`. Both are answers about everything. If other files or
 * modules are wrapped, that is all of `after`.
 */
export function differenceOf(before: ChangedAnswer, after: ChangedAnswer): ChangedAnswer {
  const frame = ({ changed, prediction, modules, itk }: ChangedAnswer): string =>
    JSON.stringify([changed.map(({ file }) => file), prediction.types.map(({ name }) => name), modules, itk]);
  if (frame(before) !== frame(after)) return after;
  const other = <T>(old: readonly T[], now: readonly T[]): T[] =>
    now.filter((one, n) => JSON.stringify(one) !== JSON.stringify(old[n]));
  return {
    ...after,
    changed: other(before.changed, after.changed),
    prediction: {
      types: other(before.prediction.types, after.prediction.types),
      removed: [],
      whole: false,
    },
    modules: null,
    itk: null,
  };
}
