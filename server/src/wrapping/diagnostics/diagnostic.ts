import type { Location, Range } from '../../shared/text-range';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What a rule finds, before it gets the rule's code and severity. Plain data, so that it can go from one thread to another. */
export interface Finding {
  /** A short first sentence that says what is wrong, then what it leads to and what to do. */
  message: string;
  location: Location;
  related?: readonly Related[];
  /** The severity of this finding, if it is weaker than that of its rule. */
  severity?: Severity;
  /** Best first. */
  fixes?: readonly Fix[];
  /** What the rule's `fix` needs, if there is no text at hand when the finding is made. */
  data?: Readonly<Record<string, string>>;
  /** The name that nothing defines: not reported if it may be defined in a file that was not evaluated to its end. */
  unknownName?: string;
}

/** Something that is wrong in a script, as the editor and `itk-wrap predict` show it. */
export interface Diagnostic extends Omit<Finding, 'unknownName'> {
  /** The code of its rule. */
  code: string;
  severity: Severity;
  /** Other places that belong to it, such as the lines of macros that led to it, the innermost first. */
  related: readonly Related[];
  /** The type that it is about; null outside of `.wrap` files. */
  type: string | null;
}

export interface Related {
  message: string;
  location: Location;
}

export type Fix = EditFix | CommandFix;

/** A change of text. */
export interface EditFix {
  title: string;
  /** `file`: if it is not the file of the diagnostic. */
  edits: readonly { range: Range; newText: string; file?: string }[];
}

/** Something that the editor runs. */
export interface CommandFix {
  title: string;
  /** An id from shared/protocol.ts. */
  command: string;
  args: readonly unknown[];
  /** A file that is passed as the first argument, as a URI. */
  file?: string;
}
