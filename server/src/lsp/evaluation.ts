import type { Instantiation } from '../build/types';
import type { Location, Position, Range } from '../util/text';

/**
 * What an evaluation of the scripts knows, as the features ask for it. Each answer is null where nothing is known (yet):
 * the features then say what reading alone can tell.
 */
export interface Evaluation {
  /** A variable's value where the cursor stands, and the place that set it. */
  valueAt(file: string, position: Position, name: string): EvaluatedValue | null;
  /** What each command of a `.wrap` generates, in the order of the text; commands that generate nothing are left out. */
  generatedBy(file: string): GeneratedByLine[] | null;
  /** The values that each loop of a `.wrap` goes through. */
  loopsOf(file: string): LoopValues[] | null;
  /** The mistakes that it met, with the place in this file. */
  problemsOf(file: string): EvaluationProblem[] | null;
}

export interface EvaluatedValue {
  /** Of a loop's variable, that of the last round. */
  value: string;
  /** All that a loop's variable goes through; null of other variables. */
  rounds: string[] | null;
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

export interface EvaluationProblem {
  code: string;
  message: string;
  range: Range;
  severity: 'error' | 'warning' | 'information';
  related: { location: Location; message: string }[];
}
