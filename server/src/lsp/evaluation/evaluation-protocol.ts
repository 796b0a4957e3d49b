import type { PredictionChange } from '../../pipeline/pipeline';
import type { Diagnostic } from '../../wrapping/diagnostics/diagnostic';
import type { TracedValue } from '../../wrapping/evaluation/observing/trace';
import type { RenameClaim, RenameVerdict } from '../../wrapping/rename/rename-claim';
import type { ItkClasses } from './evaluated-classes';
import type { EvaluatedFile } from './predicted-lines';

/* The messages between the server and the thread that evaluates. */

/** A request of the server. Requests are handled one at a time, and each is answered once. */
export type EvaluationRequest =
  /**
   * `cache`: options that override those of the build. `without`: files that are treated as empty. `keep`: whether the result
   * may be kept for the next start, and that of an earlier one used.
   */
  | {
      kind: 'open';
      source: string;
      build: string;
      cache: Readonly<Record<string, string>>;
      without: readonly string[];
      keep: boolean;
    }
  /** The text of a file. Null: use the text on disk. */
  | { kind: 'update'; file: string; text: string | null }
  /** Evaluate what earlier updates have postponed. */
  | { kind: 'settle' }
  /** Check a rename that changes one `.wrap` file only. */
  | { kind: 'rename'; claim: RenameClaim };

/**
 * Requests are answered once. `changed` has complete results of files. The results of other files stay valid, unless the prediction is `whole`. */
export type EvaluationAnswer =
  | {
      kind: 'changed';
      changed: EvaluatedFile[];
      prediction: PredictionChange;
      unsettled: boolean;
      /** All modules with the dependencies of each, if they may have changed. */
      modules: [name: string, dependencies: readonly string[]][] | null;
      /** The diagnostics of files other than `.wrap` files, by file. */
      outside: [file: string, diagnostics: Diagnostic[]][];
      /** What the ITK behind the build wraps. Null if that did not change. */
      itk: ItkClasses | 'itself' | 'unknown' | null;
      /** The changed files that are open. The values of their variables follow, because they take longer than the rest. */
      valuesOf: string[];
    }
  /** The values of variables in a file that `valuesOf` named. This is sent without a request, once no request is waiting. */
  | { kind: 'values'; file: string; values: TracedValue[] | null }
  /** Null: only evaluating everything can tell. */
  | { kind: 'rename'; verdict: RenameVerdict | null }
  | { kind: 'failed'; message: string };

/** A request to evaluate everything. */
export type OpenRequest = Extract<EvaluationRequest, { kind: 'open' }>;
/** An answer with results. */
export type ChangedAnswer = Extract<EvaluationAnswer, { kind: 'changed' }>;
