import type { Location, Range } from '../../shared/text-range';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/**
 * A finding of a rule, before it gets the rule's code and severity. It is plain data, so it can be sent to another thread.
 */
export interface Finding {
  /** A short first sentence that says what is wrong, then the consequences and what to do. */
  message: string;
  location: Location;
  related?: readonly Related[];
  /** The severity of this finding, if it is lower than that of its rule. */
  severity?: Severity;
  /** Best first. */
  fixes?: readonly Fix[];
  /** The data for the rule's `fix`, if the finding is made without access to the texts. */
  data?: Readonly<Record<string, string>>;
  /** The name that is not defined. The finding is dropped if an unfinished file may define the name. */
  unknownName?: string;
}

/** A problem in a script, as the editor and `itk-wrap predict` show it. */
export interface Diagnostic extends Omit<Finding, 'unknownName'> {
  /** The code of its rule. */
  code: string;
  severity: Severity;
  /** Related locations, such as the lines of the macros that led to it, innermost first. */
  related: readonly Related[];
  /** The type that it is about, or null outside of `.wrap` files. */
  type: string | null;
}

/** Adds the code of the rule to a finding, and the default severity if it has none. */
export function diagnosticOf(
  { code, defaultSeverity }: { code: string; defaultSeverity: Severity },
  { unknownName: _, ...finding }: Finding,
  type: string | null = null,
): Diagnostic {
  return {
    ...finding,
    code,
    severity: finding.severity ?? defaultSeverity,
    related: finding.related ?? [],
    type,
  };
}

/** Another location that explains a diagnostic. */
export interface Related {
  message: string;
  location: Location;
}

/** A cache entry that a message names: its value, and where the user can change it. */
export interface Option {
  name: string;
  value: string;
  /** Its line in CMakeCache.txt, or null if it was given on the command line. */
  location: Location | null;
}

export type Fix = EditFix | CommandFix;

/** A change of text. */
export interface EditFix {
  title: string;
  /** `file` is set if it is not the file of the diagnostic. */
  edits: readonly { range: Range; newText: string; file?: string }[];
}

/** A command that the editor runs. */
export interface CommandFix {
  title: string;
  /** A command id from shared/protocol.ts. */
  command: string;
  args: readonly unknown[];
  /** A file that is passed as the first argument, as a URI. */
  file?: string;
}
