/**
 * The parameters of a command in words: `2` for two positional arguments in front, `-1` for one at the end, `NAME` for an
 * option, `NAME=` for a keyword with one value, `NAME*` for one with many. `=` and `*` may name the layout of the values:
 * `COMMAND*line`. `A+B` is a keyword of two words; as the second one, `_` is any word.
 */
export type SignatureText =
  | string
  | {
      words?: string;
      /** Keywords of this command that have keywords of their own. Those of one entry have the same. */
      sections?: Readonly<Record<string, SignatureText>>;
      /** The parameters after each first argument; `*` is for all others. */
      signatures?: Readonly<Record<string, SignatureText>>;
      /** The keywords of two words, in the order in which they are looked for. */
      pairs?: string;
      /** Whether up to four arguments stay on one line however lists are expanded. */
      keepsTogether?: boolean;
      /** The layout of several positional arguments. */
      positional?: 'line';
    };
