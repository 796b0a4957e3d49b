import type { CallNode } from '../ir/nodes';
import type { EvaluationContext } from './evaluation-context';
import type { Signal } from './signal';

/**
 * One of CMake's own commands; `args` are expanded. Without an answer, evaluation continues with the next command. A thrown
 * CommandError is the command's failure.
 */
export type Builtin = (context: CommandContext, args: string[], call: CallNode) => Signal | void;

/** What CMake's own commands see of an evaluation. */
export interface CommandContext extends Variables, PolicyAccess, Running {
  readonly options: EvaluationContext['options'];
  readonly state: EvaluationContext['state'];
  readonly files: EvaluationContext['files'];
  readonly frames: EvaluationContext['frames'];
  issue: EvaluationContext['issue'];
  fatal: EvaluationContext['fatal'];
}

type Variables = Pick<
  EvaluationContext,
  | 'get'
  | 'value'
  | 'set'
  | 'list'
  | 'absolute'
  | 'raise'
  | 'propagate'
  | 'setInParent'
  | 'openScope'
  | 'leaveScope'
  | 'matches'
  | 'regex'
  | 'repeatedSearch'
>;

type PolicyAccess = Pick<
  EvaluationContext,
  | 'policy'
  | 'isNewOrWarns'
  | 'quotedCounts'
  | 'changePolicies'
  | 'openPolicies'
  | 'popPolicies'
  | 'closePolicies'
>;

/** What runs other commands, and what it may take. */
interface Running {
  readonly current: CallNode | null;
  /** Calls that `cmake_language(DEFER)` put off to the end of the directory. */
  readonly deferred: { name: string; args: string[]; call: CallNode }[];
  /** Texts of `message(CHECK_START)` that wait for their result. */
  readonly checks: string[];
  isCommand(name: string): boolean;
  invokeNamed(name: string, args: string[], call: CallNode): Signal;
  evaluateText(text: string, call: CallNode): string | null;
  evaluateCode(code: string, call: CallNode): Signal;
  runFile(file: string, kind: 'include' | 'directory', call: CallNode | null): Signal;
  runFileInPolicyScope(file: string, kind: 'include' | 'directory', call: CallNode | null): Signal;
  /** Counts work on a text of so many characters. */
  work(length: number): void;
  /** Checks time and memory: for loops that may take long. @throws LimitError */
  look(): void;
}
