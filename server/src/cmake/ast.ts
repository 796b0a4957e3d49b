import type { Range } from '../util/text';

/** A CMake script as a tree of plain data. Always whole: what does not parse stands in `errors`. */
export interface Script {
  statements: Statement[];
  comments: Comment[];
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
  /** From the name to the closing parenthesis. */
  range: Range;
}

/** `if … endif`, `foreach … endforeach`, `function … endfunction` and their kind. */
export interface Block {
  kind: 'block';
  type: 'if' | 'foreach' | 'while' | 'function' | 'macro' | 'block';
  /** The opening command and what follows it; for `if`, one more for each `elseif` and `else`. */
  branches: Branch[];
  /** Null where the block is not closed. */
  close: Command | null;
  range: Range;
}

export interface Branch {
  open: Command;
  body: Statement[];
}

/**
 * One argument as written, before evaluation. `text` is without its quotes or brackets, escapes as they stand.
 * A parenthesis inside an argument list is an argument of its own, unquoted, as in CMake.
 */
export interface Argument {
  kind: 'unquoted' | 'quoted' | 'bracket';
  text: string;
  range: Range;
  /** `${NAME}` and `$ENV{NAME}` in it, outermost first; none in a bracket argument. */
  references: VariableReference[];
}

export interface VariableReference {
  kind: 'normal' | 'env' | 'cache';
  /** The name as written; holds `${…}` of its own where references nest. */
  name: string;
  range: Range;
  nested: VariableReference[];
}

export interface Comment {
  kind: 'line' | 'bracket';
  text: string;
  range: Range;
}

export interface SyntaxProblem {
  message: string;
  range: Range;
}
