import type { Location } from '../../shared/text-range';

/**
 * A rename that seems complete from the text of the scripts. The evaluation tests it. Plain data, so that a thread can take
 * it.
 */
export interface RenameClaim {
  source: string;
  build: string;
  kind: 'variable' | 'command';
  from: string;
  to: string;
  /** Texts of open documents, which replace those on disk. */
  open: readonly (readonly [file: string, text: string])[];
  /** Ways to rename, best first. Each consists of the new texts of the files that it changes. */
  attempts: readonly (readonly (readonly [file: string, text: string])[])[];
  doubts: readonly RenameDoubt[];
}

/** A place that may mean the name. Reading cannot tell. */
export interface RenameDoubt {
  /** The whole sentence that refuses the rename because of this place. */
  message: string;
  location: Location;
  /**
   * What settles it. `run`: the command at the place was run, so the comparison of the two runs covers it. `set`: in
   * addition, the name was always set there. `filled`: the template was configured. `nothing`: the rename is always refused.
   */
  settledBy: 'run' | 'set' | 'filled' | 'nothing';
  /** Whether the place puts a name together that may be the renamed one. */
  isComposed?: boolean;
}

/** Why a name cannot be changed: a whole sentence, and the place that is the reason. */
export interface RenameRefusal {
  message: string;
  location: Location | null;
}

/** The attempt that is correct, or why none is. */
export type RenameVerdict = { attempt: number } | RenameRefusal;
