import type { Instantiation } from '../../shared/type-state';
import type { Diagnostic } from '../../wrapping/diagnostics/diagnostic';
import type { EnabledClasses } from '../../wrapping/evaluation/enabled-classes';
import type { ListValue } from '../../wrapping/evaluation/observing/trace';
import type { Location, Position, Range } from '../../shared/text-range';

/**
 * The results of an evaluation of the scripts, as the features query them. Each answer is null if nothing is known (yet).
 * The features then show only what they find by reading the text.
 */
export interface Evaluation {
  /**
   * The value of a variable at the command under the cursor, and the place that set it. With `after`, the value after that
   * command, else the value before it.
   */
  valueAt(file: string, position: Position, name: string, after: boolean): EvaluatedValue | null;
  /** What each command of a `.wrap` generates, in the order of the text. Commands that generate nothing are omitted. */
  generatedBy(file: string): GeneratedByLine[] | null;
  /**
   * The headers that the generated C++ of a `.wrap` includes with the options of the build. Null as well if the evaluation did not
   * reach the end of the file.
   */
  includesOf(file: string): readonly string[] | null;
  /** The values that each loop of a `.wrap` iterates over. */
  loopsOf(file: string): LoopValues[] | null;
  /** The diagnostics that the evaluation found in this file. */
  diagnosticsOf(file: string): Diagnostic[] | null;
  /** Files with problems that are not evaluated `.wrap` files: macro files, or the options of the build. */
  otherFilesWithProblems(): string[];
  /** What the build enables. Null if nothing was evaluated yet. */
  enabled(): EnabledClasses | null;
}

/** The values of a variable at a place. */
export interface EvaluatedValue {
  /** The different values that it has there in the iterations of the surrounding loops. Only the first few. */
  values: readonly ListValue[];
  /** The number of different values. */
  count: number;
  setAt: Location | null;
}

/** What one command generates. */
export interface GeneratedByLine {
  /** The range of the command. */
  range: Range;
  instantiations: Instantiation[];
  /** The superclasses that are wrapped with them, such as `itk::Foo< int >::Superclass`. */
  superclasses?: string[];
}

/** The values of one loop. */
export interface LoopValues {
  /** The range of the `foreach()` command. */
  range: Range;
  variable: string;
  values: string[];
}
