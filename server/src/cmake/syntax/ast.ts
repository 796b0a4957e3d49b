import type { Range } from '../../shared/text-range';

/**
 * A CMake script as a tree of plain data. Always whole: what CMake would not take stands in `errors`, and the rest has its
 * shape. Positions count lines by `\n`, as CMake does, and columns in UTF-16 units; a byte order mark is a column.
 */
export interface Script {
  statements: Statement[];
  /** In the order of the text. */
  comments: Comment[];
  /** In the order of the text, warnings of CMake among them. */
  errors: SyntaxProblem[];
}

export type Statement = Command | Block;

/** `name(args…)`: also the opening and closing commands of a block. */
export interface Command {
  kind: 'command';
  /** As written; CMake compares it without regard to case. */
  name: string;
  nameRange: Range;
  args: Argument[];
  /** From the name to the closing parenthesis; if that is missing, to the last argument. */
  range: Range;
}

export type BlockType = 'if' | 'foreach' | 'while' | 'function' | 'macro' | 'block';

/** `if … endif`, `foreach … endforeach`, `function … endfunction` and their kind. */
export interface Block {
  kind: 'block';
  type: BlockType;
  /** The opening command and what follows it; for `if`, one more for each `elseif` and `else`. */
  branches: Branch[];
  /** Null if the block is not closed. An end without a beginning is a plain command, with an error. */
  close: Command | null;
  /** From the opening command to the closing one, or to the last statement. */
  range: Range;
}

export interface Branch {
  open: Command;
  body: Statement[];
}

/**
 * One argument as written, before evaluation. A parenthesis inside an argument list is an argument of its own, unquoted,
 * as in CMake.
 */
export interface Argument {
  kind: 'unquoted' | 'quoted' | 'bracket';
  /**
   * What CMake's lexer hands on: without the quotes or brackets around it, with escapes as they stand, CRLF as LF; of a
   * quoted argument, without `\`-newline; of a bracket argument, without the newline right after its opening bracket.
   */
  text: string;
  /** With the quotes or brackets. */
  range: Range;
  /** `${NAME}`, `$ENV{NAME}` and `$CACHE{NAME}` in it, in order, those in generator expressions too; none in a bracket argument. */
  references: VariableReference[];
}

export interface VariableReference {
  kind: 'normal' | 'env' | 'cache';
  /** The name as written; holds `${…}` of its own if references nest. */
  name: string;
  range: Range;
  nested: VariableReference[];
}

export interface Comment {
  kind: 'line' | 'bracket';
  /** Without the `#` and the brackets. */
  text: string;
  range: Range;
}

export interface SyntaxProblem {
  /** A whole sentence: what is the matter, and with what. */
  message: string;
  /** A warning is what CMake warns of and takes all the same. */
  severity: 'error' | 'warning';
  range: Range;
}
