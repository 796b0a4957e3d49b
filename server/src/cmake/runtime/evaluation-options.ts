import type { ArgumentNode, CallNode, Program } from '../ir/nodes';
import type { Limits } from '../values/limits';
import type { CMakeVersion } from '../values/version';
import type { FileSystem } from '../../host/file-system';
import type { LoopRounds } from './frame';
import type { Message } from './message';
import type { Definition } from './scopes/state';

/** What an evaluation needs from outside, and who listens to it. */
export interface EvaluationOptions {
  files: FileSystem;
  /** The script in a file, or null if there is none. Called anew each time; it should remember. */
  load(path: string): Program | null;
  /** Makes text a script; for `cmake_language(EVAL)`. */
  compile(path: string, text: string): Program;
  /** The version of CMake to be. */
  version: CMakeVersion;
  /** `script`: as `cmake -P`, where a failed command ends the run. */
  mode: 'project' | 'script';
  limits: Limits;
  /** The clock of the time limits, in milliseconds. Absent: the real one. */
  now?: () => number;
  signal?: AbortSignal | undefined;
  onMessage(message: Message): void;
  /** Called for a command that is neither CMake's nor defined; true: let it pass. */
  onUnknown?(call: CallNode, args: readonly string[]): boolean;
  /** Called for commands that describe a build: targets, installs, tests, custom commands. */
  onRecord?(call: CallNode, args: readonly string[]): void;
  /** Whether `add_subdirectory` goes into a directory; absent: always. */
  enterDirectory?(source: string): boolean;
  /** Called before a file is included. */
  onInclude?(file: string, call: CallNode | null): void;
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
  onLoop?(open: CallNode, rounds: LoopRounds): void;
  /** Called before a function or macro runs. */
  onCall?(definition: Definition, call: CallNode, args: readonly string[]): void;
  /** Called when a reference names a variable that is not set. */
  onUndefined?(name: string, argument: ArgumentNode): void;
  /** Called when one of the watched variables is set. */
  onSet?(name: string, value: string): void;
  watched?: ReadonlySet<string>;
}
