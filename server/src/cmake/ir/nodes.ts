import type { Range } from '../../shared/text-range';
import type { Statement } from '../syntax/ast';
import type { CompiledCondition } from './condition-tree';
import type { CompiledTemplate, MacroArgument, MacroEnvironment } from './template';

/**
 * A script prepared for evaluation: names in lower case, arguments split into templates. The bodies of functions and macros
 * remain syntax until they are called. Nothing in here depends on a run, so one program serves many.
 */
export interface Program {
  path: string;
  statements: Node[];
}

export type Node = CallNode | IfNode | ForeachNode | WhileNode | DefinitionNode | BlockNode;

/** One command with its arguments: also the opening one of a block. */
export interface CallNode {
  kind: 'call';
  name: string;
  /** In lower case. */
  id: string;
  args: ArgumentNode[];
  /** All arguments expanded, if none refers to anything. Do not change. */
  constant: string[] | null;
  /** From 1. */
  line: number;
  file: string;
  range: Range;
  /** Of `if` and `while`, once it was asked for: see `conditionOf` in compile-condition.ts. */
  condition: CompiledCondition | null | undefined;
}

export interface ArgumentNode extends CompiledTemplate {
  kind: 'unquoted' | 'quoted' | 'bracket';
  /** The text as a macro substitutes it. */
  text: string;
  /** Why the text cannot be evaluated; said when it is. */
  error: string | null;
  /** The value, if it is always the same. */
  constant: string | null;
  line: number;
  range: Range;
}

export interface IfNode {
  kind: 'if';
  branches: { open: CallNode; isElse: boolean; body: Node[] }[];
  /** The chain of comparisons that it is part of. */
  chain: Chain | null;
}

export interface ForeachNode {
  kind: 'foreach';
  open: CallNode;
  body: Node[];
  search: LoopSearch | null;
}

export interface WhileNode {
  kind: 'while';
  open: CallNode;
  body: Node[];
}

export interface BlockNode {
  kind: 'block';
  open: CallNode;
  body: Node[];
}

export interface DefinitionNode {
  kind: 'definition';
  type: 'function' | 'macro';
  open: CallNode;
  body: readonly Statement[];
  /** The macro calls that the body's text was substituted with, the outermost first. */
  outer: readonly MacroEnvironment[];
  /** The body as it was compiled last, and the parameter names that it was compiled with; null for a function. */
  compiled: { formals: readonly string[] | null; body: Node[] } | null;
}

/** Consecutive commands that compare variables with constants. */
export interface Chain {
  variables: readonly { compared: Compared; places: Places }[];
  /** The index after the chain. */
  end: number;
}

/** A variable, by name, or an argument of the macro. */
export type Compared = string | MacroArgument;

/** By constant: the ascending indices of its commands in their body. */
type Places = ReadonlyMap<string, readonly number[]>;

/** A loop with nothing in it but an `if` that compares a variable with the loop's own first. */
export interface LoopSearch {
  variable: string;
  /** Operators that set variables follow the comparison, so the last round must be run. */
  hasMore: boolean;
}
