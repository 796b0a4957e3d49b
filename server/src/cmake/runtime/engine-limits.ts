import * as l10n from '@vscode/l10n';
import { LimitError } from '../values/evaluation-limits';
import { tooLong } from '../values/value-limits';

/** V8 throws a RangeError if a text or the stack becomes too large. This turns it into one of our limits. */
export function asLimitError(error: unknown, maxDepth: number): unknown {
  if (!(error instanceof RangeError)) return error;
  return error.message.includes('call stack') ? tooDeep(maxDepth) : tooLong();
}

/** The error for calls that nest deeper than the limit. */
export function tooDeep(maxDepth: number): LimitError {
  return new LimitError('depth', l10n.t('calls nest more than {0} deep', maxDepth));
}
