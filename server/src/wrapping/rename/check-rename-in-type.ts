import { LimitError } from '../../cmake/values/evaluation-limits';
import type { PredictionSession } from '../evaluation/prediction';
import type { RenameClaim, RenameVerdict } from './rename-claim';
import { Comparer, Difference, Recorder } from './rename-events';

/**
 * Checks a rename that changes one `.wrap` file only, such as that of a loop variable. Evaluates that file with both texts. If
 * they behave the same and leave the same state behind, all that follows is the same too. Takes milliseconds. Null if this
 * cannot tell, so that `checkRenameInProject` must.
 */
export function checkRenameInType(claim: RenameClaim, session: PredictionSession): RenameVerdict | null {
  const file = claim.attempts[0]?.[0]?.[0];
  if (file === undefined) return null;
  const isWithin = claim.attempts.every((texts) => texts.length === 1 && texts[0]![0] === file);
  const isKnown = claim.open.every(([open, text]) => session.textOf(open) === text);
  if (!isWithin || !isKnown || claim.doubts.some(({ location }) => location.file !== file)) return null;
  for (const [attempt, texts] of claim.attempts.entries()) {
    const before = new Recorder(claim);
    let after: Comparer | undefined;
    const witnesses = { before, after: () => (after = new Comparer(claim, before)) };
    try {
      if (!session.compareTexts(file, texts[0]![1], witnesses)) return null;
    } catch (error) {
      if (error instanceof Difference) continue;
      if (error instanceof LimitError) return null;
      throw error;
    }
    const doubt = claim.doubts.find((one) => !before.settles(one, new Set()));
    if (doubt) return doubt;
    if (after?.missing() === null) return { attempt };
  }
  return null;
}
