import * as l10n from '@vscode/l10n';
import { fromByteString } from '../../cmake/values/byte-string';
import type { CMakeParser } from '../../cmake/syntax/parse';
import { Disk } from '../../host/disk';
import { DEFAULT_LIMITS, type Limits } from '../../cmake/values/evaluation-limits';
import { ScriptCache } from '../../cmake/runtime/script-cache';
import { WrappingEvaluation } from '../evaluation/evaluation';
import type { RenameClaim, RenameRefusal, RenameVerdict } from './rename-claim';
import { Comparer, Difference, Recorder } from './rename-events';

/**
 * Evaluates the project as it is, and then with the texts of each attempt, until one behaves the same: each access to the
 * name happens at the same command with the same value, and CMake would write, build and say the same. Takes at least twice
 * as long as an evaluation.
 * @throws LimitError if it is cancelled or takes too long
 */
export function checkRenameInProject(
  claim: RenameClaim,
  parse: CMakeParser['parseScript'],
  options: { limits?: Partial<Limits>; signal?: AbortSignal } = {},
): RenameVerdict {
  const evaluate = (texts: RenameClaim['open'], witness: Recorder): WrappingEvaluation => {
    const disk = new Disk();
    for (const [file, text] of [...claim.open, ...texts]) disk.overlay(file, text);
    const evaluation = new WrappingEvaluation({
      input: { source: claim.source, build: claim.build },
      disk,
      programs: new ScriptCache(disk, parse),
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      signal: options.signal,
      witness,
    });
    witness.begin(evaluation.interpreter);
    evaluation.run();
    return evaluation;
  };
  const before = new Recorder(claim);
  const filled = new Set([...evaluate([], before).interpreter.files.readPaths()].map(fromByteString));
  const doubt = claim.doubts.find((one) => !before.settles(one, filled));
  if (doubt) return doubt;
  let first: RenameRefusal | null = null;
  for (const [attempt, texts] of claim.attempts.entries()) {
    const after = new Comparer(claim, before);
    try {
      evaluate(texts, after);
    } catch (error) {
      if (!(error instanceof Difference)) throw error;
    }
    const refusal = after.refusal ?? after.missing();
    if (refusal === null) return { attempt };
    first ??= refusal;
  }
  return first ?? { message: l10n.t('Nothing would change.'), location: null };
}
