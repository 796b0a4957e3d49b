import type { ArgumentNode, CallNode, Program } from '../ir/nodes';
import type { Limits } from '../values/evaluation-limits';
import type { CMakeVersion } from '../values/version';
import type { FileSystem } from '../../host/file-system';
import type { LoopRounds } from './frame';
import type { Message } from './message';
import type { Definition } from './scopes/state';

/** What an evaluation needs from its caller, and the callbacks that report what happens. */
export interface EvaluationOptions {
  files: FileSystem;
  /** Returns the script in a file, or null if there is none. Called each time a file is included, so it should cache. */
  load(path: string): Program | null;
  /** Compiles a text for `cmake_language(EVAL)`. */
  compile(path: string, text: string): Program;
  /** The version of CMake to model. */
  version: CMakeVersion;
  /** `script` models `cmake -P`, in which a failed command ends the run. */
  mode: 'project' | 'script';
  limits: Limits;
  /** The clock for the time limits, in milliseconds. The default is the real one. */
  now?: () => number;
  signal?: AbortSignal | undefined;
  onMessage(message: Message): void;
  /** Called if the result depends on more than the files: on the time, on chance, or on a limit that was reached. */
  onUnrepeatable?(): void;
  /** Called for a command that is neither CMake's nor defined. Returns true to ignore it. */
  onUnknown?(call: CallNode, args: readonly string[]): boolean;
  /** Called for commands that describe a build: targets, installs, tests, custom commands. */
  onRecord?(call: CallNode, args: readonly string[]): void;
  /** Whether `add_subdirectory` enters a directory. The default is always. */
  enterDirectory?(source: string): boolean;
  /** Called before a file is included. */
  onInclude?(file: string, call: CallNode | null): void;
  /** Called after an included file has run. `stopped`: a fatal error or a limit ended it early. */
  onLeave?(file: string, stopped: boolean): void;
  /** Called when a file defines a function or macro. */
  onDefine?(file: string, name: string): void;
  /** Whether evaluation continues after the current fatal error. */
  tolerates?(): boolean;
  /** Whether a fatal error or an exceeded limit in a file ends only that file. */
  isolates?(file: string): boolean;
  /** The limits of such a file. */
  isolatedLimits?: Pick<Limits, 'steps' | 'milliseconds'>;
  /** Called when a `foreach` begins. */
  onLoop?(open: CallNode, rounds: LoopRounds): void;
  /** Called before a function or macro runs. */
  onCall?(definition: Definition, call: CallNode, args: readonly string[]): void;
  /** Called when a reference names a variable that is not set. */
  onUndefined?(name: string, argument: ArgumentNode): void;
  /** Called when one of the watched variables is set. */
  onSet?(name: string, value: string): void;
  watched?: ReadonlySet<string>;
}
