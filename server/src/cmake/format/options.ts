import type { Signature } from './signatures/signatures';

/** The options of gersemi's configuration file that affect the layout of a script. */
export interface FormatOptions {
  /** The maximum length of a line, in characters, for a command that stays on one line. */
  lineLength: number;
  /** One level of indentation: a number of spaces, or a tab. */
  indent: number | 'tabs';
  /** Whether a list that does not fit on one line gets one line for each element, or as few lines as possible. */
  listExpansion: 'favour-inlining' | 'favour-expansion';
  /** The commands that the project describes, by their names in lower case. */
  definitions: ReadonlyMap<string, Signature>;
}

/** The options of ITK's own configuration. Projects without a configuration use them too. */
export const ITK_FORMAT_OPTIONS: FormatOptions = {
  lineLength: 80,
  indent: 2,
  listExpansion: 'favour-expansion',
  definitions: new Map(),
};
