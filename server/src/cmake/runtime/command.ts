import type { CallNode } from '../ir/nodes';
import type { EvaluationContext } from './evaluation-context';
import type { Signal } from './signal';

/**
 * One of CMake's own commands, called with expanded arguments. If it returns no signal, evaluation continues with the next
 * command. It fails by throwing a CommandError.
 */
export type Builtin = (context: CommandContext, args: string[], call: CallNode) => Signal | void;

/** The part of an evaluation that CMake's own commands may use. */
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

/** Runs other commands, and limits what a command may do. */
interface Running {
  readonly current: CallNode | null;
  /** Calls that `cmake_language(DEFER)` postponed to the end of the directory. */
  readonly deferred: { name: string; args: string[]; call: CallNode }[];
  /** Texts of `message(CHECK_START)` without a result so far. */
  readonly checks: string[];
  isCommand(name: string): boolean;
  invokeNamed(name: string, args: string[], call: CallNode): Signal;
  evaluateText(text: string, call: CallNode): string | null;
  evaluateCode(code: string, call: CallNode): Signal;
  runFile(file: string, kind: 'include' | 'directory', call: CallNode | null): Signal;
  runFileInPolicyScope(file: string, kind: 'include' | 'directory', call: CallNode | null): Signal;
  /** Accounts for work on a text of this many characters. */
  work(length: number): void;
  /**
   * Checks time and memory. Loops that may take long call it.
   * @throws LimitError
   */
  look(): void;
}
