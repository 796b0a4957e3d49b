import type { CallNode, Node } from '../ir/nodes';
import type { MacroEnvironment } from '../ir/template';
import type { StateSnapshot } from './scopes/state';

/** A body that is being run, and what to put back when it is left. */
export interface Frame {
  kind: 'body' | 'loop' | 'macro' | 'function' | 'include' | 'directory' | 'block' | 'eval';
  statements: readonly Node[];
  index: number;
  /** The command that opened it. */
  call: CallNode | null;
  /** The file whose commands stand in `statements`. */
  file: string;
  /** The arguments that the macro has around this frame, which are put back behind it. */
  outerMacro: MacroEnvironment | null;
  /** Called when the frame is left; put back what entering changed. */
  leave: (() => void) | null;
  /** Of a `foreach`: all its rounds, and the one that this is. */
  rounds: LoopRounds | null;
  round: number;
}

/** The rounds of a `foreach`: what each variable is in each, undefined if its list is too short. */
export interface LoopRounds {
  names: readonly string[];
  count: number;
  value: (round: number, variable: number) => string | undefined;
}

/** Where evaluation stood, to go on from there: see `Interpreter.resume`. */
export interface Continuation {
  /** The command that was being run. */
  call: CallNode | null;
  state: StateSnapshot;
  macro: MacroEnvironment | null;
  frames: readonly Frame[];
}
