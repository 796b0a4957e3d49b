import { TIMING_STAGES, type TimingsReport, type TimingStage } from '../../../shared/timings/timings-report';

/** A limit in seconds: for the time by the clock (`wall`), or for the sum of a stage. */
export interface Budget {
  of: 'wall' | TimingStage;
  seconds: number;
}

/** `1800` or `castxml=600`. Null if the text is neither. */
export function parseBudget(text: string): Budget | null {
  const [, of, number] = /^(?:([a-z]+)=)?(\d{1,9}(?:\.\d{1,6})?)$/.exec(text) ?? [];
  if (number === undefined) return null;
  const named = (['wall', ...TIMING_STAGES] as const).find((one) => one === (of ?? 'wall'));
  return named === undefined ? null : { of: named, seconds: Number(number) };
}

/** A sentence for each budget that was exceeded: which one, and by how much. */
export function exceededBudgets(
  budgets: readonly Budget[],
  { wallSeconds, stages }: Pick<TimingsReport, 'wallSeconds' | 'stages'>,
): string[] {
  return budgets.flatMap(({ of, seconds: limit }) => {
    const took = of === 'wall' ? wallSeconds : (stages.find(({ stage }) => stage === of)?.seconds ?? 0);
    if (took <= limit) return [];
    const what = of === 'wall' ? 'The build' : `The stage ${of}`;
    return [
      `${what} took ${rounded(took)} s, which is ${rounded(took - limit)} s more than its budget of ${limit} s.`,
    ];
  });
}

/** Three digits at least, so that a small excess is not rounded away. */
const rounded = (seconds: number): string => (seconds >= 1 ? seconds.toFixed(1) : seconds.toPrecision(2));
