import type { Range } from '../../shared/text-range';

/**
 * A CMake script as a tree of plain data. The tree is always complete: what CMake would reject is in `errors`, and the rest
 * keeps its structure. Lines are separated by `\n`, as in CMake. Columns are UTF-16 units, and a byte order mark counts as
 * one.
 */
export interface Script {
  statements: Statement[];
  /** In the order of the text. */
  comments: Comment[];
  /** In the order of the text, including CMake's warnings. */
  errors: SyntaxProblem[];
}

export type Statement = Command | Block;

/** `name(args…)`, including the opening and closing commands of a block. */
export interface Command {
  kind: 'command';
  /** As written. CMake ignores its case. */
  name: string;
  nameRange: Range;
  args: Argument[];
  /** From the name to the closing parenthesis. If that is missing, to the last argument. */
  range: Range;
}

export type BlockType = 'if' | 'foreach' | 'while' | 'function' | 'macro' | 'block';

/** `if … endif`, `foreach … endforeach`, `function … endfunction` and so on. */
export interface Block {
  kind: 'block';
  type: BlockType;
  /** The opening command and the statements after it. An `if` also has one branch for each `elseif` and `else`. */
  branches: Branch[];
  /** Null if the block is not closed. A closing command without a block is a plain command with an error. */
  close: Command | null;
  /** From the opening command to the closing one, or to the last statement. */
  range: Range;
}

/** An opening or middle command of a block, with the statements up to the next one. */
export interface Branch {
  open: Command;
  body: Statement[];
}

/**
 * One argument as written, before evaluation. As in CMake, a parenthesis inside an argument list is an unquoted argument of
 * its own.
 */
export interface Argument {
  kind: 'unquoted' | 'quoted' | 'bracket';
  /**
   * The text that CMake's lexer returns: without quotes or brackets, with escapes as written, and with CRLF as LF. A quoted
   * argument has no `\`-newline. A bracket argument has no newline right after its opening bracket.
   */
  text: string;
  /** Includes the quotes or brackets. */
  range: Range;
  /**
   * The `${NAME}`, `$ENV{NAME}` and `$CACHE{NAME}` in the argument, in order, including those in generator expressions. A
   * bracket argument has none.
   */
  references: VariableReference[];
}

/** A reference to a variable in an argument. */
export interface VariableReference {
  kind: 'normal' | 'env' | 'cache';
  /** The name as written. It contains `${…}` if references are nested. */
  name: string;
  range: Range;
  nested: VariableReference[];
}

/** A line comment or a bracket comment. */
export interface Comment {
  kind: 'line' | 'bracket';
  /** Without the `#` and the brackets. */
  text: string;
  range: Range;
}

/** An error or a warning in the text of a script. */
export interface SyntaxProblem {
  /** A whole sentence that says what is wrong. */
  message: string;
  /** A warning means that CMake warns but still accepts the text. */
  severity: 'error' | 'warning';
  range: Range;
}
