/**
 * The parameters of a command in words: `2` for two positional arguments at the start, `-1` for one at the end, `NAME` for
 * an option, `NAME=` for a keyword with one value, `NAME*` for one with many. `=` and `*` may be followed by the layout of
 * the values: `COMMAND*line`. `A+B` is a keyword of two words. As the second word, `_` matches any word.
 */
export type SignatureText =
  | string
  | {
      words?: string;
      /** Keywords that have keywords of their own. All keywords of one entry have the same ones. */
      sections?: Readonly<Record<string, SignatureText>>;
      /** The parameters after each first argument. `*` stands for all other first arguments. */
      signatures?: Readonly<Record<string, SignatureText>>;
      /** The keywords of two words, in the order in which they are tried. */
      pairs?: string;
      /** Whether up to four arguments stay on one line, regardless of how lists are expanded. */
      keepsTogether?: boolean;
      /** The layout of several positional arguments. */
      positional?: 'line';
    };
