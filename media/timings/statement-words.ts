import { sizeText } from '../../server/src/shared/l10n/size-text';
import { durationText } from '../../server/src/shared/timings/duration-text';
import type { ShownStatement } from '../../server/src/shared/timings/page-data';

/** What is known about a statement, in sentences. */
export function statementWords(
  statement: ShownStatement,
  statements: readonly ShownStatement[],
  isCritical: boolean,
): string {
  const { name, stage, type, module, start, seconds, lane, cache, unlockedBy, unlocked, peakBytes } =
    statement;
  const unlocker = unlockedBy === null ? undefined : statements[unlockedBy];
  const owner = type ?? module;
  return [
    `${name}: ${stage}${owner === null ? '' : ` of ${owner}`}, ${durationText(seconds)}, from ${durationText(start)}, in lane ${lane + 1}.`,
    cache === 'none' ? '' : `Cache: ${cache}.`,
    peakBytes === null ? '' : `Peak memory: ${sizeText(peakBytes)}.`,
    unlocker ? `Unlocked by ${unlocker.name}.` : '',
    unlocked > 0 ? `It unlocked ${unlocked}.` : '',
    isCritical ? 'On the critical path.' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
