import type { FileSystem, Limits, Message } from './evaluation-host';
import type { Interpreter } from './interpreter';
import type { ArgumentCode, CallCode, Code, Program } from '../ir/nodes';
import type { Definition, StateSnapshot } from './state';
import type { MacroEnvironment } from '../ir/template';
import type { CMakeVersion } from '../values/version';

/** How a body ended. */
export const enum Signal {
  Normal,
  Break,
  Continue,
  Return,
  /** A fatal error: nothing more is run. */
  Stop,
}

/** A command of CMake's own. Its arguments are expanded. A thrown CommandError is the command's failure. */
export type Builtin = (interpreter: Interpreter, args: string[], call: CallCode) => Signal | void;

/** A command failed; CMake says `<command> <message>`. */
export class CommandError extends Error {}

/** What the interpreter needs from outside, and who listens to it. */
export interface InterpreterOptions {
  files: FileSystem;
  /** The script in a file, or null where there is none. Called anew each time; it should remember. */
  load(path: string): Program | null;
  /** Makes text a script; for `cmake_language(EVAL)`. */
  compile(path: string, text: string): Program;
  builtins: ReadonlyMap<string, Builtin>;
  /** The version of CMake to be. */
  version: CMakeVersion;
  /** `script`: as `cmake -P`, where a failed command ends the run. */
  mode: 'project' | 'script';
  limits: Limits;
  signal?: AbortSignal | undefined;
  onMessage(message: Message): void;
  /** Called for a command that is neither CMake's nor defined; true: let it pass. */
  onUnknown?(call: CallCode, args: readonly string[]): boolean;
  /** Called for commands that describe a build: targets, installs, tests, custom commands. */
  onRecord?(call: CallCode, args: readonly string[]): void;
  /** Whether `add_subdirectory` goes into a directory; absent: always. */
  enterDirectory?(source: string): boolean;
  /** Called before a file is included. */
  onInclude?(file: string, call: CallCode | null): void;
  /** Called when an included file has run; `stopped`: not to its end, because of a fatal error or a limit. */
  onLeave?(file: string, stopped: boolean): void;
  /** Called when a file defines a function or macro. */
  onDefine?(file: string, name: string): void;
  /** Whether the fatal error at hand is passed over. */
  tolerates?(): boolean;
  /** Whether a fatal error in a file, or too much of it, ends that file alone. */
  isolates?(file: string): boolean;
  /** How much such a file may do. */
  isolatedLimits?: Pick<Limits, 'steps' | 'milliseconds'>;
  /** Called when a `foreach` begins. */
  onLoop?(open: CallCode, rounds: LoopRounds): void;
  /** Called before a function or macro runs. */
  onCall?(definition: Definition, call: CallCode, args: readonly string[]): void;
  /** Called when a reference names a variable that is not set. */
  onUndefined?(name: string, argument: ArgumentCode): void;
  /** Called when one of the watched variables is set. */
  onSet?(name: string, value: string): void;
  watched?: ReadonlySet<string>;
}

/** A body that is being run, and what to put back when it is left. */
export interface Frame {
  kind: 'body' | 'loop' | 'macro' | 'function' | 'include' | 'directory' | 'block' | 'eval';
  statements: readonly Code[];
  index: number;
  /** The command that opened it. */
  call: CallCode | null;
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

/** The rounds of a `foreach`: what each variable is in each, undefined where its list is too short. */
export interface LoopRounds {
  names: readonly string[];
  count: number;
  value: (round: number, variable: number) => string | undefined;
}

/** Where evaluation stood, to go on from there: see `Interpreter.resume`. */
export interface Continuation {
  /** The command that was being run. */
  call: CallCode | null;
  state: StateSnapshot;
  macro: MacroEnvironment | null;
  frames: readonly Frame[];
}
