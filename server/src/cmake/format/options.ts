import type { Signature } from './signatures/signatures';

/** How the text of a script is laid out: the options of gersemi's configuration file that change its result. */
export interface FormatOptions {
  /** The longest line, in characters, that a command may take to stay on one line. */
  lineLength: number;
  /** One level of indentation: a number of spaces, or a tab. */
  indent: number | 'tabs';
  /** Whether a list that does not fit on one line gets one line for each element, or as few lines as fit. */
  listExpansion: 'favour-inlining' | 'favour-expansion';
  /** The commands that the project has described, by their name in lower case. */
  definitions: ReadonlyMap<string, Signature>;
}

/** What ITK's own configuration says. It holds for projects that have none. */
export const ITK_FORMAT_OPTIONS: FormatOptions = {
  lineLength: 80,
  indent: 2,
  listExpansion: 'favour-expansion',
  definitions: new Map(),
};
