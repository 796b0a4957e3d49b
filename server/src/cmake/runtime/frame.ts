import type { CallNode, Node } from '../ir/nodes';
import type { MacroEnvironment } from '../ir/template';
import type { StateSnapshot } from './scopes/state';

/** A body that is being run, and what to restore when it is left. */
export interface Frame {
  kind: 'body' | 'loop' | 'macro' | 'function' | 'include' | 'directory' | 'block' | 'eval';
  statements: readonly Node[];
  index: number;
  /** The command that opened it. */
  call: CallNode | null;
  /** The file that contains the commands in `statements`. */
  file: string;
  /** The arguments of the macro around this frame, which are restored after it. */
  outerMacro: MacroEnvironment | null;
  /** Called when the frame is left, to restore what entering it changed. */
  leave: (() => void) | null;
  /** For a `foreach`: all its rounds, and the index of the current one. */
  rounds: LoopRounds | null;
  round: number;
}

/** The rounds of a `foreach`. `value` returns a variable's value in a round, or undefined if its list is too short. */
export interface LoopRounds {
  names: readonly string[];
  count: number;
  /** The values of a loop over one list. Other loops over the same list may share the array. */
  values?: readonly string[];
  value: (round: number, variable: number) => string | undefined;
}

/** A point of an evaluation at which it can be resumed: see `Interpreter.resume`. */
export interface Continuation {
  /** The command that was running. */
  call: CallNode | null;
  state: StateSnapshot;
  macro: MacroEnvironment | null;
  frames: readonly Frame[];
}
