import type { CallNode } from '../../cmake/ir/nodes';
import type { Continuation } from '../../cmake/runtime/frame';
import type { Message } from '../../cmake/runtime/message';
import type { Range } from '../../shared/text-range';
import type { WrapObserver } from './observing/observer';
import type { Origin } from './prediction-types';

/** The result of evaluating a `.wrap` file, in its raw form. */
export interface TypeRecord {
  name: string;
  module: string;
  wrap: string;
  /** The point of the evaluation before the file was included. */
  moment: Continuation;
  /** The text of the aliases. `made` says what made each piece of it, and where the piece ends. */
  aliases: string;
  made: { end: number; origin: Origin }[];
  messages: Message[];
  /** The two predicted files, as far as they were written. */
  files: Map<string, string>;
  /** The file defines functions or macros, which later types may call. */
  definesCommands: boolean;
  observer: WrapObserver;
  /** The loops of the file itself, with the values of their variables. */
  loops: LoopRecord[];
  /** The line of the `.wrap` file, counted from 1, at which its evaluation ended early. Null if it ran to its end. */
  cutAt: number | null;
  /** CMake would have stopped before this file. */
  afterStop: boolean;
}

/** A loop of a `.wrap` file. */
export interface LoopRecord {
  range: Range;
  variable: string;
  values: Set<string>;
}

/** A module, as its CMakeLists.txt and the macros describe it. */
export interface ModuleRecord {
  name: string;
  dir: string;
  /** The `itk_wrap_module()` command in its CMakeLists.txt. Null if the name was set elsewhere. */
  begin: CallNode | null;
  types: string[];
  dependencies: string[];
}
