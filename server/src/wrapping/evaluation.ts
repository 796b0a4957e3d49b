import path from 'node:path';
import { fromByteString, toByteString } from '../cmake/bytes';
import { builtins } from '../cmake/commands';
import type { Limits, Message } from '../cmake/host';
import { Interpreter, Signal, type Continuation } from '../cmake/interpreter';
import type { CallCode } from '../cmake/program';
import type { Programs } from '../cmake/programs';
import { createState } from '../cmake/state';
import type { Disk } from '../cmake/disk';
import { listElements } from '../cmake/list';
import { configureEnvironment } from './environment';
import type { Origin, PredictionInput } from './types';

/** What the evaluation of a `.wrap` file gave, as it came. */
export interface TypeRecord {
  name: string;
  module: string;
  wrap: string;
  /** Where evaluation stood before the file was included. */
  moment: Continuation;
  /** Aliases in the order in which they were made. */
  origins: { alias: string; origin: Origin }[];
  messages: Message[];
  files: Map<string, string>;
}

export interface ModuleRecord {
  name: string;
  dir: string;
  types: string[];
  dependencies: string[];
}

export interface EvaluationOptions {
  input: PredictionInput;
  disk: Disk;
  programs: Programs;
  limits: Limits;
  signal?: AbortSignal | undefined;
}

/** Variables whose setting tells what the wrapping macros are about: part of ITK's interface since 4.x. */
const MODULE_NAME = 'WRAPPER_LIBRARY_NAME';
const MODULE_DEPENDS = 'WRAPPER_LIBRARY_DEPENDS';
const ALIASES = 'CASTXML_TYPEDEFS';
const WATCHED: ReadonlySet<string> = new Set([MODULE_NAME, MODULE_DEPENDS, ALIASES]);

/** Runs the project's own CMake files, from the top, and notes what its wrapping macros make. */
export class WrappingEvaluation {
  readonly types = new Map<string, TypeRecord>();
  readonly modules = new Map<string, ModuleRecord>();
  /** What was said outside the `.wrap` files. */
  readonly messages: Message[] = [];
  readonly interpreter: Interpreter;
  private current: TypeRecord | null = null;
  private module: ModuleRecord | null = null;
  private aliases = '';
  private readonly platformFiles: readonly string[];

  constructor(private readonly options: EvaluationOptions) {
    const { input, disk, programs } = options;
    const environment = configureEnvironment(input);
    const state = createState({ source: toByteString(input.source), binary: toByteString(input.build) });
    for (const [name, entry] of environment.cache) state.cache.set(name, entry);
    for (const [name, value] of environment.variables) state.scope.variables.set(name, value);
    for (const [name, value] of Object.entries(process.env))
      if (value !== undefined && PASSED_ENVIRONMENT.has(name))
        state.environment.set(name, toByteString(value));
    this.platformFiles = environment.platformFiles;
    const wrappingFolder = `${toByteString(input.source)}/Wrapping`;
    this.interpreter = new Interpreter(
      {
        files: disk,
        load: (file) => programs.load(file, true),
        compile: (file, text) => programs.compile(file, text),
        builtins: projectBuiltins((interpreter) => this.loadPlatform(interpreter)),
        version: environment.version,
        mode: 'project',
        limits: options.limits,
        signal: options.signal,
        watched: WATCHED,
        onMessage: (message) => this.onMessage(message),
        onUnknown: (call) => !call.file.endsWith('.wrap'),
        onInclude: (file, call) => this.onInclude(file, call),
        onSet: (name, value) => this.onSet(name, value),
        // What a configure looks for on the machine is not looked for here, so what comes of it does not count.
        tolerates: (file) => !/\/[Ww]rapping\//.test(file),
        isolates: (file) => file.endsWith('.wrap'),
        enterDirectory: (folder) => {
          if (folder.endsWith('Config.cmake') || folder.endsWith('-config.cmake')) return true;
          return folder.startsWith(wrappingFolder) || /\/(wrapping|Remote)$/.test(folder);
        },
      },
      state,
    );
    this.interpreter.files.onWrite = (file, text) => this.current?.files.set(file, text);
  }

  /** Evaluates the whole project. Throws LimitError. */
  run(): void {
    const { input } = this.options;
    const top = `${toByteString(input.source)}/CMakeLists.txt`;
    this.interpreter.runFile(top, 'directory', null);
    this.current = null;
  }

  /** Evaluates one type again from the moment before it. Throws LimitError. */
  rerun(record: TypeRecord): TypeRecord {
    const { interpreter } = this;
    this.module = this.modules.get(record.module) ?? null;
    const fresh = this.begin(record.name, record.wrap, record.moment);
    interpreter.resume(record.moment, () => interpreter.runFile(record.wrap, 'include', interpreter.current));
    this.current = null;
    return fresh;
  }

  private loadPlatform(interpreter: Interpreter): void {
    for (const file of this.platformFiles) interpreter.runFile(file, 'include', null);
  }

  private begin(name: string, wrap: string, moment: Continuation): TypeRecord {
    const module = this.module?.name ?? '';
    const record: TypeRecord = { name, module, wrap, moment, origins: [], messages: [], files: new Map() };
    this.current = record;
    this.aliases = '';
    this.types.set(name, record);
    return record;
  }

  private onInclude(file: string, call: CallCode | null): void {
    void call;
    if (!file.endsWith('.wrap')) {
      if (file.endsWith('/CMakeLists.txt')) this.current = null;
      return;
    }
    const name = path.posix.basename(file, '.wrap');
    this.begin(name, file, this.interpreter.capture());
    if (this.module !== null && !this.module.types.includes(name)) this.module.types.push(name);
  }

  private onSet(name: string, value: string): void {
    if (name === MODULE_NAME) {
      this.current = null;
      const dir = this.interpreter.state.directory.source;
      this.module = { name: value, dir, types: [], dependencies: [] };
      this.modules.set(value, this.module);
    } else if (name === MODULE_DEPENDS) {
      if (this.module !== null) this.module.dependencies = listElements(value);
    } else {
      this.onAliases(value);
    }
  }

  /** The text of the aliases grew: what is new was made by the line of the `.wrap` file that is being run. */
  private onAliases(text: string): void {
    const added = text.startsWith(this.aliases) ? text.slice(this.aliases.length) : text;
    this.aliases = text;
    if (this.current === null || added === '') return;
    const names = [...added.matchAll(/\b(?:using\s+(\w+)\s*=|typedef\s[^;]*?\b(\w+)\s*;)/g)];
    if (names.length === 0) return;
    const origin = this.origin();
    if (origin === null) return;
    for (const match of names) this.current.origins.push({ alias: match[1] ?? match[2]!, origin });
  }

  private origin(): Origin | null {
    const { frames } = this.interpreter;
    const wrapAt = frames.findLastIndex((frame) => frame.kind === 'include' && frame.file.endsWith('.wrap'));
    if (wrapAt < 0) return null;
    const file = frames[wrapAt]!.file;
    const inner = frames.slice(wrapAt);
    const call = inner
      .map((frame) => frame.call)
      .findLast(
        (candidate) => candidate?.file === file && candidate.id !== 'foreach' && !BLOCKS.has(candidate.id),
      );
    const place = call ?? this.interpreter.current;
    if (!place) return null;
    const loops = inner
      .filter((frame) => frame.kind === 'loop' && frame.call?.file === file)
      .flatMap((frame) =>
        frame.loop!.map(([variable, value]) => ({ variable, value: fromByteString(value) })),
      );
    return { location: { file: fromByteString(file), range: place.range }, loops };
  }

  private onMessage(message: Message): void {
    if (this.current === null) this.messages.push(message);
    else this.current.messages.push(message);
  }
}

const BLOCKS = new Set(['if', 'elseif', 'else', 'while', 'block']);
const PASSED_ENVIRONMENT = new Set(['HOME', 'PATH', 'USERPROFILE']);

/** CMake's commands, with a `project()` that brings in what CMake found out of the platform. */
function projectBuiltins(loadPlatform: (interpreter: Interpreter) => void): typeof builtins {
  const commands = new Map(builtins);
  const project = builtins.get('project')!;
  commands.set('project', (interpreter, args, call) => {
    const signal = project(interpreter, args, call) ?? Signal.Normal;
    loadPlatform(interpreter);
    return signal;
  });
  return commands;
}
