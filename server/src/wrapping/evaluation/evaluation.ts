import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { fromByteString, toByteString } from '../../cmake/values/byte-string';
import { builtins } from '../../cmake/commands';
import { LimitError, type Limits } from '../../cmake/values/limits';
import type { Message } from '../../cmake/runtime/message';
import type { CommandContext } from '../../cmake/runtime/command';
import { Interpreter } from '../../cmake/runtime/interpreter';
import { Signal } from '../../cmake/runtime/signal';
import type { Continuation, LoopRounds } from '../../cmake/runtime/frame';
import type { CallNode, Program } from '../../cmake/ir/nodes';
import type { ScriptCache } from '../../cmake/runtime/script-cache';
import { createState, type Definition } from '../../cmake/runtime/scopes/state';
import type { Disk } from '../../host/disk';
import { listElements } from '../../cmake/values/semicolon-list';
import { normalPath } from '../../cmake/values/cmake-path';
import { configureEnvironment } from './configure-environment';
import type { Watch } from '../../cmake/runtime/evaluation-context';
import { MachineAnswers } from './machine-answers';
import { newNameOfMacro } from '../diagnostics/old-macros';
import { WrapObserver, type Observation, type ObservationKind } from './observer';
import { TraceRecorder, type TracedValue } from './trace';
import type { Origin, PredictionInput } from './predicted';
import type { Range } from '../../shared/text-range';

/** What the evaluation of a `.wrap` file gave, as it came. */
export interface TypeRecord {
  name: string;
  module: string;
  wrap: string;
  /** Where evaluation stood before the file was included. */
  moment: Continuation;
  /** The text of the aliases; what made each piece of it, by where the piece ends. */
  aliases: string;
  made: { end: number; origin: Origin }[];
  messages: Message[];
  /** The two files that are predicted, as far as they are written. */
  files: Map<string, string>;
  /** The file defines functions or macros, which later types may call. */
  definesCommands: boolean;
  observer: WrapObserver;
  /** Loops of the file itself, with the values that they go through. */
  loops: LoopRecord[];
  /** The line of the `.wrap`, from 1, at which its evaluation ended early; null if it ran to its end. */
  cutAt: number | null;
  /** CMake would have stopped before it came to this file. */
  afterStop: boolean;
}

export interface LoopRecord {
  range: Range;
  variable: string;
  values: Set<string>;
}

export interface ModuleRecord {
  name: string;
  dir: string;
  /** The `itk_wrap_module()` command in its CMakeLists.txt; null if that is not where the name was set. */
  begin: CallNode | null;
  types: string[];
  dependencies: string[];
}

export interface EvaluationOptions {
  input: PredictionInput;
  disk: Disk;
  programs: ScriptCache;
  limits: Limits;
  signal?: AbortSignal | undefined;
  /** Told of each script before it is read or run. */
  onFile?: ((file: string) => void) | undefined;
  /** Told of what CMake would write, build and say, and of accesses to the names that it watches. */
  witness?: Witness | undefined;
}

export interface Witness extends Watch {
  /** A file that is written, a command that describes the build, or a message. `text` is all that makes it up. */
  onOutput(kind: 'file' | 'record' | 'message', text: string, interpreter: Interpreter): void;
}

/** Variables whose setting tells what the wrapping macros are about: part of ITK's interface since 4.x. */
const MACRO_FOLDER = 'WRAP_ITK_CMAKE_DIR';
const MODULE_NAME = 'WRAPPER_LIBRARY_NAME';
const MODULE_DEPENDS = 'WRAPPER_LIBRARY_DEPENDS';
const ALIASES = 'CASTXML_TYPEDEFS';
const ORDER = 'WRAPPER_SUBMODULE_ORDER';
const ORDER_MISSPELT = 'WRAPPING_SUBMODULE_ORDER';
/** The name of the order up to ITK 4.2; macros read it for longer. */
const ORDER_OLD = 'WRAPPER_LIBRARY_GROUPS';
const WATCHED: ReadonlySet<string> = new Set([
  MODULE_NAME,
  MODULE_DEPENDS,
  ALIASES,
  ORDER,
  ORDER_MISSPELT,
  ORDER_OLD,
]);

/** Runs the project's own CMake files, from the top, and notes what its wrapping macros make. */
export class WrappingEvaluation {
  readonly types = new Map<string, TypeRecord>();
  readonly modules = new Map<string, ModuleRecord>();
  /** Mistakes outside the `.wrap` files. */
  readonly observations: Observation[] = [];
  /** What was said outside the `.wrap` files, without errors that may be due to what is not looked for on the machine. */
  readonly messages: Message[] = [];
  /** Scripts other than `.wrap` files that CMake cannot parse. */
  readonly broken: string[] = [];
  /** How many of `messages` were said before CMake would have stopped, the reason included; null if it would go on. */
  stopAt: number | null = null;
  /** The commands that set variables outside of the `.wrap` files, the last for each. */
  private readonly assignments = new Map<string, CallNode>();
  readonly interpreter: Interpreter;
  private current: TypeRecord | null = null;
  private module: ModuleRecord | null = null;
  private rerunning = false;
  private readonly platformFiles: readonly string[];
  private readonly machine = new MachineAnswers((name) => this.peek(`${name}_FOUND`) === '1');

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
        load: (file) => this.load(file),
        compile: (file, text) => programs.compile(file, text),
        builtins: projectBuiltins((interpreter) => this.loadPlatform(interpreter)),
        version: environment.version,
        mode: 'project',
        limits: options.limits,
        signal: options.signal,
        watched: WATCHED,
        onMessage: (message) => this.onMessage(message),
        onUnknown: (call, args) => this.onUnknown(call, args),
        onRecord: (call, args) => {
          options.witness?.onOutput('record', `${call.id} ${args.join('\0')}`, this.interpreter);
          this.machine.onRecord(call, args);
        },
        onInclude: (file) => this.onInclude(file),
        onDefine: (file) => {
          if (this.current !== null && file === this.current.wrap) this.current.definesCommands = true;
        },
        onLoop: (open, rounds) => this.onLoop(open, rounds),
        onCall: (definition, call) => this.onCall(definition, call),
        onUndefined: (name, argument) =>
          this.current?.observer.onUndefined(name, argument, this.interpreter.current),
        onLeave: (file, stopped) => this.onLeave(file, stopped),
        onSet: (name, value) => this.onSet(name, value),
        // CMake stops. Going on shows what the types would be once the reason is gone.
        tolerates: () => !this.insideWrap(),
        isolates: (file) => file.endsWith('.wrap'),
        isolatedLimits: TYPE_LIMITS,
        enterDirectory: (folder) => {
          if (folder.endsWith('Config.cmake') || folder.endsWith('-config.cmake')) return true;
          // A module outside of ITK wraps with the macros of the ITK that it is built against.
          const macros = this.peek(MACRO_FOLDER);
          if (macros !== '' && `${folder}/`.startsWith(`${normalPath(macros)}/`)) return true;
          if (folder.startsWith(wrappingFolder) || /\/(wrapping|Remote)$/.test(folder)) return true;
          if (environment.fresh) this.nameProject(folder);
          return false;
        },
      },
      state,
    );
    this.interpreter.watch = options.witness ?? null;
    this.interpreter.files.onWrite = (file, text) => {
      options.witness?.onOutput('file', `${file} ${text}`, this.interpreter);
      if (this.current !== null && isInputOf(this.current.name, file)) this.current.files.set(file, text);
    };
  }

  /** Evaluates the whole project. Where a limit is reached, it ends with a message; throws LimitError when cancelled. */
  run(): void {
    const { input } = this.options;
    const top = `${toByteString(input.source)}/CMakeLists.txt`;
    this.interpreter.assignments = this.assignments;
    try {
      this.interpreter.runFile(top, 'directory', null);
    } catch (error) {
      if (!(error instanceof LimitError) || error.limit === 'aborted') throw error;
      this.current = null;
      this.messages.push({
        mode: 'FATAL_ERROR',
        text: toByteString(l10n.t('Evaluation was given up: {0}.', error.message)),
        stack: this.interpreter.stack(),
      });
      this.stopAt ??= this.messages.length;
    }
    this.interpreter.assignments = null;
    this.current = null;
  }

  /** Evaluates one type again from the moment before it, or it and all behind it in its module. Throws LimitError. */
  rerun(record: TypeRecord, allBehind = false): TypeRecord {
    const { interpreter } = this;
    const { moment, wrap } = record;
    this.module = this.modules.get(record.module) ?? null;
    this.rerunning = true;
    try {
      const fresh = this.begin(record.name, wrap, moment);
      interpreter.resume(moment, () => interpreter.runFile(wrap, 'include', moment.call), allBehind);
      return fresh;
    } finally {
      this.rerunning = false;
      this.current = null;
    }
  }

  /** A directory that is not entered still names its project, which others ask for its folders by. */
  private nameProject(folder: string): void {
    const program = this.options.programs.load(`${folder}/CMakeLists.txt`, true);
    const named = program?.statements.find((code) => code.kind === 'call' && code.id === 'project');
    const name = named?.kind === 'call' ? named.constant?.[0] : undefined;
    if (name === undefined) return;
    const { cache, directory } = this.interpreter.state;
    const binary = directory.binary + folder.slice(directory.source.length);
    cache.set(`${name}_SOURCE_DIR`, { value: folder, type: 'STATIC', help: '' });
    cache.set(`${name}_BINARY_DIR`, { value: binary, type: 'STATIC', help: '' });
  }

  private loadPlatform(context: CommandContext): void {
    for (const file of this.platformFiles) context.runFile(file, 'include', null);
  }

  private begin(name: string, wrap: string, moment: Continuation): TypeRecord {
    const module = this.module?.name ?? '';
    const record: TypeRecord = {
      name,
      module,
      wrap,
      moment,
      aliases: '',
      made: [],
      messages: [],
      files: new Map(),
      definesCommands: false,
      observer: new WrapObserver(),
      loops: [],
      cutAt: null,
      afterStop: this.rerunning ? (this.types.get(name)?.afterStop ?? false) : this.stopAt !== null,
    };
    this.current = record;
    this.interpreter.assignments = null;
    this.types.set(name, record);
    return record;
  }

  private onInclude(file: string): void {
    if (!file.endsWith('.wrap')) {
      if (file.endsWith('/CMakeLists.txt')) {
        this.current = null;
        this.interpreter.assignments = this.assignments;
      }
      return;
    }
    // One that includes another is still one type.
    if (this.interpreter.frames.some((frame) => frame.kind === 'include' && frame.file.endsWith('.wrap')))
      return;
    const name = path.posix.basename(file, '.wrap');
    const same = this.types.get(name);
    if (same !== undefined) {
      const related = { file: fromByteString(same.wrap), range: FILE_START };
      this.find('duplicate-type', file, FILE_START, name, related);
    }
    this.begin(name, file, this.interpreter.capture());
    if (this.module !== null && !this.module.types.includes(name)) this.module.types.push(name);
  }

  private onLoop(open: CallNode, { names, count, value }: LoopRounds): void {
    if (open.file !== this.current?.wrap) return;
    names.forEach((name, index) => {
      const variable = fromByteString(name);
      let loop = this.current!.loops.find(
        (known) => known.range === open.range && known.variable === variable,
      );
      if (loop === undefined)
        this.current!.loops.push((loop = { range: open.range, variable, values: new Set() }));
      for (let round = 0; round < Math.min(count, MAX_LOOP_VALUES); round++)
        loop.values.add(fromByteString(value(round, index) ?? ''));
    });
  }

  /** Runs a type's file once more and notes what the variables that it names stand for. Throws LimitError. */
  trace(record: TypeRecord): TracedValue[] {
    const { interpreter } = this;
    const { moment, wrap } = record;
    const assignments = new Map<string, CallNode>();
    const recorder = new TraceRecorder(wrap, {
      get: (name) => interpreter.get(name),
      setBy: (name) => assignments.get(name) ?? this.assignments.get(name) ?? null,
    });
    const set = assignments.set.bind(assignments);
    assignments.set = (name, call) => set(name, call.file === wrap ? call : (recorder.command ?? call));
    interpreter.assignments = assignments;
    interpreter.probe = (code) => recorder.onCode(code);
    const { current } = this;
    this.current = null;
    try {
      interpreter.renew();
      interpreter.resume(moment, () => interpreter.runFile(wrap, 'include', moment.call));
    } finally {
      interpreter.probe = null;
      interpreter.assignments = null;
      this.current = current;
    }
    return recorder.end();
  }

  /** The value of a variable, which no script reads at that moment. */
  private peek(name: string): string {
    const { interpreter } = this;
    const { watch } = interpreter;
    interpreter.watch = null;
    const value = interpreter.value(name);
    interpreter.watch = watch;
    return value;
  }

  private insideWrap(): boolean {
    return this.interpreter.frames.some((frame) => frame.kind === 'include' && frame.file.endsWith('.wrap'));
  }

  private onSet(name: string, value: string): void {
    if (name === MODULE_NAME) {
      // Behind the modules, loops go over their names once more.
      if (this.modules.has(value)) return;
      this.current = null;
      const dir = this.interpreter.state.directory.source;
      const begin = this.interpreter.stack().find(({ file }) => MODULE_FILE.test(file))?.call ?? null;
      this.module = { name: value, dir, begin, types: [], dependencies: [] };
      this.modules.set(value, this.module);
    } else if (name === MODULE_DEPENDS) {
      if (this.module !== null) this.module.dependencies = listElements(value);
    } else if (name === ALIASES) {
      this.onAliases(value);
    } else {
      this.onOrder(name);
    }
  }

  private onOrder(name: string): void {
    const { current: call, state } = this.interpreter;
    if (call === null || !call.file.endsWith('/CMakeLists.txt')) return;
    if (name === ORDER_OLD) {
      if (!this.macrosRead(ORDER_OLD)) this.find('old-variable', call.file, call.range, name, null);
      return;
    }
    const misplaced = this.module?.dir !== state.directory.source;
    if (name === ORDER && !misplaced) return;
    const kind = name === ORDER ? 'order-before-module' : 'misspelt-order';
    this.find(kind, call.file, call.range, name, null);
  }

  /** Whether a script other than the module's own refers to a variable. */
  private macrosRead(name: string): boolean {
    const { programs } = this.options;
    return [...programs.paths()].some(
      (file) => file.endsWith('.cmake') && programs.text(file).includes(`\${${name}}`),
    );
  }

  private find(
    kind: ObservationKind,
    file: string,
    range: Range,
    subject: string,
    related: Observation['related'],
  ): void {
    // Without what CMake does not reach, what follows seems to be wrong.
    if (this.stopAt !== null) return;
    this.observations.push({
      kind,
      location: { file: fromByteString(file), range },
      subject: fromByteString(subject),
      related,
    });
  }

  /** The text of the aliases grew: what is new was made by the line of the `.wrap` file that is being run. */
  private onAliases(text: string): void {
    const { current } = this;
    if (current === null) return;
    if (text.length <= current.aliases.length) current.made.length = 0;
    current.aliases = text;
    const origin = this.origin();
    if (origin !== null) current.made.push({ end: text.length, origin });
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
      .flatMap(({ rounds, round }) =>
        (rounds?.names ?? []).map((variable, index) => ({
          variable: fromByteString(variable),
          value: fromByteString(rounds!.value(round, index) ?? ''),
        })),
      );
    return { location: { file: fromByteString(file), range: place.range }, loops };
  }

  private onMessage(message: Message): void {
    if (this.interpreter.probe !== null) return;
    this.options.witness?.onOutput('message', `${message.mode} ${message.text}`, this.interpreter);
    if (this.current !== null && this.insideWrap()) return void this.current.messages.push(message);
    const isError = message.mode === 'FATAL_ERROR' || message.mode === 'SEND_ERROR';
    if (isError && !this.isCredible(message)) return;
    const ofType = this.rerunning || message.mode !== 'FATAL_ERROR';
    if (this.current !== null && ofType) return void this.current.messages.push(message);
    this.messages.push(message);
    if (message.mode === 'FATAL_ERROR') this.stopAt ??= this.messages.length;
  }

  /** Whether CMake would say this too: of what other scripts check, much depends on the machine. */
  private isCredible({ stack }: Message): boolean {
    const [top] = stack;
    const isOfModule = stack.some(({ file }) => MODULE_FILE.test(file));
    if (!isOfModule && (top === undefined || !this.isMacroFile(top.file))) return false;
    return !this.machine.decides(this.interpreter.frames);
  }

  /** A script of the wrapping itself, without those that look for Python, SWIG and other tools. */
  private isMacroFile(file: string): boolean {
    if (GENERATORS.test(file)) return false;
    const folders = [this.peek(MACRO_FOLDER), `${toByteString(this.options.input.source)}/Wrapping`];
    return folders.some((folder) => folder !== '' && file.startsWith(`${normalPath(folder)}/`));
  }

  /** The script in a file. One that CMake cannot parse ends its run. */
  private load(file: string): Program | null {
    const { programs } = this.options;
    this.options.onFile?.(fromByteString(file));
    const program = programs.load(file, true);
    if (file.endsWith('.wrap') || this.broken.includes(file)) return program;
    if (!programs.errors(file).some(({ severity }) => severity === 'error')) return program;
    this.broken.push(file);
    if (this.current !== null && this.insideWrap()) this.current.cutAt ??= this.lineInWrap();
    else this.stopAt ??= this.messages.length;
    return program;
  }

  /** Commands of CMake's own modules are not known here; in a `.wrap` there are none of them. */
  private onUnknown(call: CallNode, args: readonly string[]): boolean {
    if (call.file.endsWith('.wrap')) return false;
    if (MODULE_FILE.test(call.file) && newNameOfMacro(call.name) !== null) return false;
    this.machine.onUnknown(args);
    return true;
  }

  private onCall(definition: Definition, call: CallNode): void {
    if (this.current === null) return;
    const { observer } = this.current;
    // As itk_end_wrap_class() asks, which keeps it to itself in a module outside of ITK.
    const isEmpty =
      this.peek('WRAPPER_WARN_ABOUT_NO_TEMPLATE') === 'ON' &&
      this.peek('WRAPPER_TEMPLATES') === '' &&
      this.peek('EXTERNAL_WRAP_ITK_PROJECT') === 'ON';
    observer.onCall(definition, call, isEmpty ? this.peek('WRAPPER_CLASS') : null);
  }

  private onLeave(file: string, stopped: boolean): void {
    const { current } = this;
    if (current === null || file !== current.wrap) return;
    if (stopped) {
      const last = current.messages.findLast(({ mode }) => mode === 'FATAL_ERROR');
      current.cutAt ??= last?.stack.findLast((entry) => entry.file === file)?.line ?? 1;
    }
    // What CMake does not come to may well close its classes.
    const isBroken = this.options.programs.errors(file).some(({ severity }) => severity === 'error');
    if (current.cutAt === null && !isBroken) current.observer.end();
  }

  /** The line of the `.wrap`, from 1, that is being run. */
  private lineInWrap(): number {
    return this.interpreter.stack().findLast(({ file }) => file === this.current?.wrap)?.line ?? 1;
  }
}

/** Whether a file is one of the two that are predicted of a type; its macros write others too. */
function isInputOf(type: string, file: string): boolean {
  const name = path.posix.basename(file);
  return name === `${type}.cxx` || name === `${type}SwigInterface.h.in`;
}

const MODULE_FILE = /\/wrapping\/CMakeLists\.txt$/;
const GENERATORS = /\/Wrapping\/Generators\//;
/** The largest of ITK's own runs 20,000 commands in a tenth of a second. */
const TYPE_LIMITS = { steps: 1_000_000, milliseconds: 5000 };
const MAX_LOOP_VALUES = 1000;
const FILE_START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const BLOCKS = new Set(['if', 'elseif', 'else', 'while', 'block']);
const PASSED_ENVIRONMENT = new Set(['HOME', 'PATH', 'USERPROFILE']);

/** CMake's commands, with a `project()` that brings in what CMake found out of the platform. */
function projectBuiltins(loadPlatform: (context: CommandContext) => void): typeof builtins {
  const commands = new Map(builtins);
  const project = builtins.get('project')!;
  commands.set('project', (context, args, call) => {
    const signal = project(context, args, call) ?? Signal.Normal;
    loadPlatform(context);
    return signal;
  });
  return commands;
}
