import type { Programs } from '../cmake/programs';
import type { WrappingEvaluation } from './evaluation';
import type { PredictedType, WrapDiagnostic } from './types';

/** The mistakes in `.wrap` files that an evaluation shows; with `name`, of that type alone. */
export function findDiagnostics(
  evaluation: WrappingEvaluation,
  programs: Programs,
  describe: (name: string) => PredictedType | null,
  name?: string,
): WrapDiagnostic[] {
  (void evaluation, void programs, void describe, void name);
  return [];
}
