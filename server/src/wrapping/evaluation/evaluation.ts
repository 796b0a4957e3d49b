import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { fromByteString, toByteString } from '../../cmake/values/byte-string';
import { LimitError, type Limits } from '../../cmake/values/evaluation-limits';
import type { Message } from '../../cmake/runtime/message';
import type { CommandContext } from '../../cmake/runtime/command';
import { Interpreter } from '../../cmake/runtime/interpreter';
import type { Continuation, LoopRounds } from '../../cmake/runtime/frame';
import type { CallNode, Program } from '../../cmake/ir/nodes';
import type { ScriptCache } from '../../cmake/runtime/script-cache';
import { createState, type Definition, type StateSnapshot } from '../../cmake/runtime/scopes/state';
import type { Disk } from '../../host/disk';
import { listElements } from '../../cmake/values/semicolon-list';
import { normalPath } from '../../cmake/values/cmake-path';
import { configureEnvironment } from './configure-environment';
import type { Watch } from '../../cmake/runtime/evaluation-context';
import { MachineAnswers } from './observing/machine-answers';
import { originOf } from './observing/alias-origin';
import type { ModuleRecord, TypeRecord } from './evaluation-records';
import { projectBuiltins } from './project-command';
import { isFromWrapping, MODULE_FILE } from './observing/message-source';
import { ORDER_NAMES, orderMistake } from './observing/submodule-order';
import { newNameOfMacro } from '../diagnostics/old-names';
import { WrapObserver, type Observation, type ObservationKind } from './observing/observer';
import { TraceRecorder, type TracedValue } from './observing/trace';
import type { PredictionInput } from './prediction-types';
import type { Range } from '../../shared/text-range';

/** The options of an evaluation. */
export interface EvaluationOptions {
  input: PredictionInput;
  disk: Disk;
  programs: ScriptCache;
  limits: Limits;
  signal?: AbortSignal | undefined;
  /** Called for each script before it is read or run. */
  onFile?: ((file: string) => void) | undefined;
  /** Observes what CMake would write, build and say, and each access to the watched names. */
  witness?: Witness | undefined;
}

/** Observes the outputs of an evaluation, and the accesses to some names. */
export interface Witness extends Watch {
  /** A file that is written, a command that describes the build, or a message. `text` is its complete content. */
  onOutput(kind: 'file' | 'record' | 'message', text: string, interpreter: Interpreter): void;
}

/** Variables that the wrapping macros set for the current module and type. They are part of ITK's interface since 4.x. */
const MACRO_FOLDER = 'WRAP_ITK_CMAKE_DIR';
const MODULE_NAME = 'WRAPPER_LIBRARY_NAME';
const MODULE_DEPENDS = 'WRAPPER_LIBRARY_DEPENDS';
const ALIASES = 'CASTXML_TYPEDEFS';
const WATCHED: ReadonlySet<string> = new Set([MODULE_NAME, MODULE_DEPENDS, ALIASES, ...ORDER_NAMES]);

/** Runs the project's own CMake files from the top, and records what its wrapping macros make. */
export class WrappingEvaluation {
  readonly types = new Map<string, TypeRecord>();
  readonly modules = new Map<string, ModuleRecord>();
  /** Mistakes outside the `.wrap` files. */
  readonly observations: Observation[] = [];
  /** Messages from outside the `.wrap` files. Errors that may depend on what CMake finds on the machine are excluded. */
  readonly messages: Message[] = [];
  /** Scripts other than `.wrap` files that CMake cannot parse. */
  readonly broken: string[] = [];
  /** The number of `messages` up to and including the one at which CMake would stop. Null if it would not stop. */
  stopAt: number | null = null;
  /** Whether the same files give the same result: no limit was reached, and no script asked for the time or a random text. */
  isRepeatable = true;
  /** The last command that set each variable outside of the `.wrap` files. */
  private readonly assignments = new Map<string, CallNode>();
  readonly interpreter: Interpreter;
  private current: TypeRecord | null = null;
  private module: ModuleRecord | null = null;
  private rerunning = false;
  private witness: Witness | null;
  /** `.wrap` files that were included more than once, or by another `.wrap` file. */
  private readonly includedAgain = new Set<string>();
  /** The `.wrap` file of each name, in the order of the evaluation. If several files have a name, the first one. */
  private readonly namedFirst = new Map<string, string>();
  /** Names whose files are still to be included once more, while everything behind a type is evaluated again. */
  private readonly toInclude = new Set<string>();
  private readonly platformFiles: readonly string[];
  private readonly machine = new MachineAnswers((name) => this.peek(`${name}_FOUND`) === '1');

  constructor(private readonly options: EvaluationOptions) {
    const { input, disk, programs } = options;
    this.witness = options.witness ?? null;
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
        onUnrepeatable: () => {
          this.isRepeatable = false;
        },
        onUnknown: (call, args) => this.onUnknown(call, args),
        onRecord: (call, args) => {
          this.witness?.onOutput('record', `${call.id} ${args.join('\0')}`, this.interpreter);
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
        // CMake stops here. We continue, to show what the types will be once the error is fixed.
        tolerates: () => !this.insideWrap(),
        isolates: (file) => file.endsWith('.wrap'),
        isolatedLimits: TYPE_LIMITS,
        enterDirectory: (folder) => {
          if (folder.endsWith('Config.cmake') || folder.endsWith('-config.cmake')) return true;
          // An external module wraps with the macros of the ITK that it is built against.
          const macros = this.peek(MACRO_FOLDER);
          if (macros !== '' && `${folder}/`.startsWith(`${normalPath(macros)}/`)) return true;
          if (folder.startsWith(wrappingFolder) || /\/(wrapping|Remote)$/.test(folder)) return true;
          if (environment.fresh) this.nameProject(folder);
          return false;
        },
      },
      state,
    );
    this.interpreter.watch = this.witness;
    this.interpreter.files.onWrite = (file, text) => {
      this.witness?.onOutput('file', `${file} ${text}`, this.interpreter);
      if (this.current !== null && isInputOf(this.current.name, file)) this.current.files.set(file, text);
    };
  }

  /**
   * Evaluates the whole project. If it exceeds a limit, it ends with a message.
   * @throws LimitError if it is cancelled
   */
  run(): void {
    const { input } = this.options;
    const top = `${toByteString(input.source)}/CMakeLists.txt`;
    this.interpreter.assignments = this.assignments;
    try {
      this.interpreter.runFile(top, 'directory', null);
    } catch (error) {
      if (!(error instanceof LimitError) || error.limit === 'aborted') throw error;
      this.isRepeatable = false;
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

  /**
   * Evaluates one type again from the point before it, or with `allBehind` also the types after it in its module.
   * @throws LimitError
   */
  rerun(record: TypeRecord, allBehind = false): TypeRecord {
    const { interpreter } = this;
    const { moment, wrap } = record;
    this.module = this.modules.get(record.module) ?? null;
    this.rerunning = true;
    if (allBehind) this.expectAllBehind(record);
    try {
      const fresh = this.begin(record.name, wrap, moment);
      interpreter.resume(moment, () => interpreter.runFile(wrap, 'include', moment.call), allBehind);
      return fresh;
    } finally {
      this.rerunning = false;
      this.current = null;
      this.toInclude.clear();
    }
  }

  private expectAllBehind({ name: from }: TypeRecord): void {
    const names = [...this.namedFirst.keys()];
    for (const name of names.slice(names.indexOf(from) + 1)) this.toInclude.add(name);
  }

  /**
   * Evaluates one type again and reports it to a witness. Returns the state at the end of its `.wrap` file. Null if the file
   * also has effects that no state holds.
   * @throws LimitError
   */
  rerunWatched(record: TypeRecord, witness: Witness): StateSnapshot | null {
    const { interpreter } = this;
    const { moment, wrap } = record;
    this.module = this.modules.get(record.module) ?? null;
    this.rerunning = true;
    this.witness = witness;
    interpreter.watch = witness;
    const pending = interpreter.deferred.length + interpreter.checks.length;
    let end: StateSnapshot | null = null;
    try {
      this.begin(record.name, wrap, moment);
      interpreter.resume(moment, () => {
        const signal = interpreter.runFile(wrap, 'include', moment.call);
        end = interpreter.capture().state;
        return signal;
      });
    } finally {
      this.rerunning = false;
      this.current = null;
      this.witness = null;
      interpreter.watch = null;
    }
    return interpreter.deferred.length + interpreter.checks.length === pending ? end : null;
  }

  /** Whether the text of a type's file has no effect outside of the one place that includes it. */
  isIncludedOnce({ wrap }: TypeRecord): boolean {
    return !this.includedAgain.has(wrap) && !new Set(this.interpreter.files.readPaths()).has(wrap);
  }

  /** Sets the variables of a project whose directory is not entered. Other scripts use them to find its folders. */
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
    // A `.wrap` file that includes another is still one type.
    if (this.interpreter.frames.some((frame) => frame.kind === 'include' && frame.file.endsWith('.wrap')))
      return void this.includedAgain.add(file);
    const name = path.posix.basename(file, '.wrap');
    const first = this.toInclude.has(name) ? undefined : this.namedFirst.get(name);
    if (first !== undefined) {
      if (!this.rerunning) this.includedAgain.add(file);
      const related = { file: fromByteString(first), range: FILE_START };
      this.find('duplicate-type', file, FILE_START, name, related);
    } else this.include(name, file);
    this.begin(name, file, this.interpreter.capture());
    if (this.module !== null && !this.module.types.includes(name)) this.module.types.push(name);
  }

  /** Notes the first file with a name. */
  private include(name: string, file: string): void {
    this.namedFirst.set(name, file);
    this.toInclude.delete(name);
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

  /**
   * Runs the file of a type again and records the values of the variables that it names.
   * @throws LimitError
   */
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

  /** The value of a variable. This read does not count as an access. */
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
      // After the modules, loops go over their names again.
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
    if (call === null) return;
    const isInModule = this.module?.dir === state.directory.source;
    const kind = orderMistake(name, call.file, { isInModule, macrosRead: (old) => this.macrosRead(old) });
    if (kind !== null) this.find(kind, call.file, call.range, name, null);
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
    // CMake does not reach this point. Mistakes from here on may only follow from that.
    if (this.stopAt !== null) return;
    this.observations.push({
      kind,
      location: { file: fromByteString(file), range },
      subject: fromByteString(subject),
      related,
    });
  }

  /** The text of the aliases grew. The current line of the `.wrap` file made the new part. */
  private onAliases(text: string): void {
    const { current } = this;
    if (current === null) return;
    if (text.length <= current.aliases.length) current.made.length = 0;
    current.aliases = text;
    const origin = originOf(this.interpreter.frames, this.interpreter.current);
    if (origin !== null) current.made.push({ end: text.length, origin });
  }

  private onMessage(message: Message): void {
    if (this.interpreter.probe !== null) return;
    this.witness?.onOutput('message', `${message.mode} ${message.text}`, this.interpreter);
    if (this.current !== null && this.insideWrap()) return void this.current.messages.push(message);
    const isError = message.mode === 'FATAL_ERROR' || message.mode === 'SEND_ERROR';
    if (isError && !this.isCredible(message)) return;
    const ofType = this.rerunning || message.mode !== 'FATAL_ERROR';
    if (this.current !== null && ofType) return void this.current.messages.push(message);
    this.messages.push(message);
    if (message.mode === 'FATAL_ERROR') this.stopAt ??= this.messages.length;
  }

  /** Whether CMake would also report this. Many checks of other scripts depend on the machine. */
  private isCredible({ stack }: Message): boolean {
    const folders = [this.peek(MACRO_FOLDER), `${toByteString(this.options.input.source)}/Wrapping`];
    return isFromWrapping(stack, folders) && !this.machine.decides(this.interpreter.frames);
  }

  /** Loads the script in a file. If CMake cannot parse it, CMake's run ends there. */
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

  /** Ignores unknown commands, which may come from CMake's own modules. A `.wrap` file has no such commands. */
  private onUnknown(call: CallNode, args: readonly string[]): boolean {
    if (call.file.endsWith('.wrap')) return false;
    if (MODULE_FILE.test(call.file) && newNameOfMacro(call.name) !== null) return false;
    this.machine.onUnknown(args);
    return true;
  }

  private onCall(definition: Definition, call: CallNode): void {
    if (this.current === null || !call.file.endsWith('.wrap')) return;
    const { observer } = this.current;
    // The check of itk_end_wrap_class(), which it does not report in an external module.
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
    // If CMake does not reach the end, the rest may close the classes.
    const isBroken = this.options.programs.errors(file).some(({ severity }) => severity === 'error');
    if (current.cutAt === null && !isBroken) current.observer.end();
  }

  /** The current line of the `.wrap` file, counted from 1. */
  private lineInWrap(): number {
    return this.interpreter.stack().findLast(({ file }) => file === this.current?.wrap)?.line ?? 1;
  }
}

/** Whether a file is one of the two predicted files of a type. The macros also write others. */
function isInputOf(type: string, file: string): boolean {
  const name = path.posix.basename(file);
  return name === `${type}.cxx` || name === `${type}SwigInterface.h.in`;
}

/** The largest of ITK's own types runs 20,000 commands in a tenth of a second. */
const TYPE_LIMITS = { steps: 1_000_000, milliseconds: 5000 };
const MAX_LOOP_VALUES = 1000;
const FILE_START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const PASSED_ENVIRONMENT = new Set(['HOME', 'PATH', 'USERPROFILE']);
