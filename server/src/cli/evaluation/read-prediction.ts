import type { Script } from '../../cmake/syntax/ast';
import { loadParser } from '../../cmake/syntax/parse';
import { LimitError } from '../../cmake/values/evaluation-limits';
import {
  evaluateToKeep,
  findKeptPrediction,
  keepingPlace,
} from '../../wrapping/evaluation/kept/kept-predictions';
import type { PredictionInput, PredictionReader } from '../../wrapping/evaluation/prediction-types';
import { CannotAsk } from '../exit';

/**
 * What CMake would generate: the result of an earlier run if it still holds, else that of an evaluation. `keep` keeps the
 * latter for the next run; call it once everything is printed. With `fresh`, earlier results are ignored.
 * @throws CannotAsk if the scripts exceed a limit of the evaluation
 */
export async function readPrediction(
  input: PredictionInput,
  options: { fresh?: boolean; signal?: AbortSignal } = {},
): Promise<{ reader: PredictionReader; keep: () => void }> {
  const place = keepingPlace(__filename);
  const kept = options.fresh ? null : findKeptPrediction(input, place);
  if (kept !== null) return { reader: kept, keep: () => undefined };
  const parser = await loadParser();
  const { signal } = options;
  try {
    const parse = (text: string): Script => parser.parseScript(text);
    const fresh = evaluateToKeep(input, { parse, ...(signal && { signal }) }, place);
    return { reader: fresh.session, keep: () => void fresh.keep() };
  } catch (error) {
    if (error instanceof LimitError)
      throw new CannotAsk(`Cannot evaluate the CMake files: ${error.message}.`);
    throw error;
  }
}
