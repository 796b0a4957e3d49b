import type { Instantiation } from '../../shared/type-state';
import type { Diagnostic } from '../../wrapping/diagnostics/diagnostic';
import type { EnabledClasses } from '../../wrapping/evaluation/enabled-classes';
import type { ListValue } from '../../wrapping/evaluation/trace';
import type { Location, Position, Range } from '../../shared/text-range';

/**
 * What an evaluation of the scripts knows, as the features ask for it. Each answer is null if nothing is known (yet):
 * the features then say what reading alone can tell.
 */
export interface Evaluation {
  /**
   * A variable's value at the command where the cursor stands, and the place that set it. `after`: what the command made
   * of it, else what it had before.
   */
  valueAt(file: string, position: Position, name: string, after: boolean): EvaluatedValue | null;
  /** What each command of a `.wrap` generates, in the order of the text; commands that generate nothing are left out. */
  generatedBy(file: string): GeneratedByLine[] | null;
  /** The values that each loop of a `.wrap` goes through. */
  loopsOf(file: string): LoopValues[] | null;
  /** What it found in this file. */
  diagnosticsOf(file: string): Diagnostic[] | null;
  /** Files that have problems without being a `.wrap` file that was evaluated: macro files, options of the build. */
  otherFilesWithProblems(): string[];
  /** What the build enables; null if nothing was evaluated yet. */
  enabled(): EnabledClasses | null;
}

export interface EvaluatedValue {
  /** The different values that it has there, in the rounds of the loops around it: the first ones. */
  values: readonly ListValue[];
  /** How many different ones there are. */
  count: number;
  setAt: Location | null;
}

export interface GeneratedByLine {
  /** The command. */
  range: Range;
  instantiations: Instantiation[];
}

export interface LoopValues {
  /** The `foreach()` command. */
  range: Range;
  variable: string;
  values: string[];
}
