import type { Range } from '../../shared/text-range';
import type { Statement } from '../syntax/ast';
import type { CompiledCondition } from './condition-tree';
import type { CompiledTemplate, MacroArgument, MacroEnvironment } from './template';

/**
 * A script prepared for evaluation: names are in lower case, and arguments are split into templates. The bodies of functions
 * and macros are compiled when they are called. A program does not depend on a run, so many runs can share it.
 */
export interface Program {
  path: string;
  statements: Node[];
}

export type Node = CallNode | IfNode | ForeachNode | WhileNode | DefinitionNode | BlockNode;

/** One command with its arguments, including the opening command of a block. */
export interface CallNode {
  kind: 'call';
  name: string;
  /** The name in lower case. */
  id: string;
  args: ArgumentNode[];
  /** All expanded arguments, if none of them contains a reference. Do not change the list. */
  constant: string[] | null;
  /** Counted from 1. */
  line: number;
  file: string;
  range: Range;
  /** For `if` and `while`: the compiled condition. Set by `conditionOf` in compile-condition.ts when it is first needed. */
  condition: CompiledCondition | null | undefined;
}

/** One argument of a command. */
export interface ArgumentNode extends CompiledTemplate {
  kind: 'unquoted' | 'quoted' | 'bracket';
  /** The text into which a macro substitutes its arguments. */
  text: string;
  /** Why the text cannot be evaluated. It is reported when the argument is evaluated. */
  error: string | null;
  /** The value, if it is always the same. */
  constant: string | null;
  line: number;
  range: Range;
}

/** An `if` block with all its branches. */
export interface IfNode {
  kind: 'if';
  branches: { open: CallNode; isElse: boolean; body: Node[] }[];
  /** The chain of comparisons that this command is part of. */
  chain: Chain | null;
}

/** A `foreach` loop. */
export interface ForeachNode {
  kind: 'foreach';
  open: CallNode;
  body: Node[];
  search: LoopSearch | null;
}

/** A `while` loop. */
export interface WhileNode {
  kind: 'while';
  open: CallNode;
  body: Node[];
}

/** A `block()`. */
export interface BlockNode {
  kind: 'block';
  open: CallNode;
  body: Node[];
}

/** The definition of a function or macro. */
export interface DefinitionNode {
  kind: 'definition';
  type: 'function' | 'macro';
  open: CallNode;
  body: readonly Statement[];
  /** The macro calls whose arguments were substituted into the body, outermost first. */
  outer: readonly MacroEnvironment[];
  /** The last compiled body and the parameter names that it was compiled with. The names are null for a function. */
  compiled: { formals: readonly string[] | null; body: Node[] } | null;
}

/** Consecutive commands that compare variables with constants. */
export interface Chain {
  variables: readonly { compared: Compared; places: Places }[];
  /** Searches that some of its commands make whether their comparison holds or not, in order. They set CMAKE_MATCH_n. */
  searches: readonly ChainSearch[];
  /** The index after the chain. */
  end: number;
}

/** The search `MATCHES pattern` of a command in a chain, given by the command's index in its body. */
export interface ChainSearch {
  at: number;
  command: CallNode;
  subject: Compared;
  pattern: string;
}

/** The name of a variable, or an argument of the macro. */
export type Compared = string | MacroArgument;

/** For each constant: the indices of its commands in their body, in ascending order. */
type Places = ReadonlyMap<string, readonly number[]>;

/** A loop of which most rounds do nothing. */
export type LoopSearch = ValueSearch | NameSearch;

/**
 * A loop over paths that takes the name of each (`get_filename_component(<name> ${path} NAME)`) and does something only if a
 * list has it (`if(${name} IN_LIST <list>)`).
 */
export interface NameSearch {
  kind: 'name';
  /** The variable of the loop. */
  loop: string;
  /** The variable that gets the name. */
  name: string;
  /** The variable of the list. */
  list: string;
}

/** A loop whose body is a single `if` that first compares a variable with the loop variable. */
export interface ValueSearch {
  kind: 'value';
  /** The variable of the loop. */
  loop: string;
  variable: string;
  /** Operators that may set variables follow the comparison, so the last skipped round must be run. */
  hasMore: boolean;
}
