import { durationText } from '../../../shared/timings/duration-text';
import { plural } from '../../../shared/plural';
import type {
  CacheSummary,
  Comparison,
  Difference,
  StageTime,
  TimingsReport,
} from '../../../shared/timings/timings-report';

/*
 * Sentences that the terminal and the page share. Commands speak English.
 */

/** What the picture is made of. */
export function summaryText({ statements, log, wallSeconds, workSeconds, lanes }: TimingsReport): string {
  return (
    `${plural(statements.length, 'statement')} in ${plural(log.runs.length, 'run')} of ninja: ` +
    `${durationText(wallSeconds)} by the clock, ${durationText(workSeconds)} of work, at most ${lanes} at a time.`
  );
}

/** How long the critical path is, compared with the clock. */
export function criticalText({ criticalPath, wallSeconds, log }: TimingsReport): string {
  const share = wallSeconds > 0 ? Math.round((criticalPath.seconds / wallSeconds) * 100) : 0;
  const path = `The critical path takes ${durationText(criticalPath.seconds)}`;
  return log.runs.length === 1
    ? `${path}, ${share} % of the time by the clock. With any number of processors, the build would take that long.`
    : `${path}. With any number of processors, one build of all this would take that long.`;
}

/** Hits and misses, as far as they are known. */
export function cacheText({ hits, misses, unknown, store }: CacheSummary): string {
  const known =
    hits + misses > 0
      ? `The records of the cache tell of ${plural(hits, 'hit')} and ${plural(misses, 'miss', 'misses')} of castxml in this build`
      : 'The cache has no record of these runs, so hits and misses are unknown';
  const rest =
    hits + misses > 0 && unknown > 0
      ? `; for ${plural(unknown, 'other run')} of castxml, igenerator and SWIG it is unknown`
      : '';
  const total =
    store === null
      ? 'There is no store.'
      : `Since the store was made, over all builds: ${plural(store.hits, 'hit')}, ${plural(store.misses, 'miss', 'misses')}, ${durationText(store.secondsSaved)} saved.`;
  return `${known}${rest}. ${total}`;
}

/** How the shares of lines were computed. */
export function sharingText({ sharing }: TimingsReport): string {
  const parts = Object.entries(sharing).map(([stage, model]) =>
    model.kind === 'fixed-and-each'
      ? `${stage} ${durationText(model.fixed)} for each type and ${durationText(model.each)} for each instantiation (fitted to ${model.types} types; the error for types that it was not fitted to is ${percent(model.error)} of that of a constant)`
      : `${stage} in proportion to the instantiations, because ${model.error === null ? 'too few types ran' : `a model with a fixed time and one for each instantiation is hardly better than a constant (its error is ${percent(model.error)} of that)`}`,
  );
  return `The cost of a line is a share, not a measurement: tools run for whole types. Shared were: ${parts.join('; ')}.`;
}

/** What counts as noise between two builds. */
export function noiseText({ noise }: Comparison): string {
  if (noise.from === 'unknown')
    return `Too few statements with the same command ran in both builds (${noise.statements}), so noise is unknown, and no difference is judged.`;
  const which =
    noise.from === 'same-command'
      ? 'with the same command and the same work'
      : 'in both builds (their commands cannot be compared)';
  const [low, high] = noise.quartiles;
  return (
    `Noise was measured with ${plural(noise.statements, 'statement')} ${which}: their median took ${noise.factor.toFixed(2)} times as long as before, ` +
    `and the middle half between ${low.toFixed(2)} and ${high.toFixed(2)} times. A difference counts only if it is beyond three spreads of these ratios around that median.`
  );
}

/** `slower`, `within the noise`, … */
export const VERDICT_WORDS: Readonly<Record<Difference['verdict'], string>> = {
  slower: '▲ slower',
  faster: '▼ faster',
  noise: '≈ within the noise',
  unknown: '? not judged',
};

/** The share of a stage in the whole work. */
export function shareText({ seconds }: StageTime, { workSeconds }: TimingsReport): string {
  return workSeconds > 0 ? `${((seconds / workSeconds) * 100).toFixed(1)} %` : '';
}

/** `+1.2 s`, `−300 ms`. */
export function differenceText(seconds: number): string {
  return `${seconds < 0 ? '−' : '+'}${durationText(Math.abs(seconds))}`;
}

const percent = (share: number | null): string => `${Math.round((share ?? 1) * 100)} %`;
