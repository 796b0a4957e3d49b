import { Condition, testCondition } from './condition';
import { ArgumentEvaluator } from './arguments';
import { tooLong } from './bounded';
import { BLOCK_COMMANDS, directoryOf, relocate, setFunctionVariables } from './calls';
import { Context, isCalling } from './context';
import { LimitError, type MessageMode } from './host';
import { isMemoryUsedUp } from './memory';
import { compileBody, type CallCode, type Code, type ForeachCode } from './program';
import { nextPlace, type Compared, type LoopSearch } from './search';
import { freezeState, thawState, type Definition, type State } from './state';
import { macroEnvironment, macroValue, type MacroEnvironment } from './template';
import { foreachRounds } from './foreach';
import { isAtLeast } from './version';
import {
  CommandError,
  Signal,
  type Builtin,
  type Continuation,
  type Frame,
  type InterpreterOptions,
  type LoopRounds,
} from './running';

export { CommandError, Signal } from './running';
export type { Builtin, Continuation, Frame, InterpreterOptions, LoopRounds } from './running';

const FATAL: MessageMode = 'FATAL_ERROR';
let nextEpoch = 0;
/** How often limits are looked at. */
const STEPS_BETWEEN_LOOKS = 256;
const MS_BETWEEN_MEMORY_LOOKS = 25;

/** Runs compiled scripts. Nothing is executed, and nothing on disk is written. */
export class Interpreter extends Context {
  private deadline = 0;
  private signal: AbortSignal | undefined;
  private depth = 0;
  private stepLimit = 0;
  private nextMemoryLook = 0;
  steps = 0;
  macro: MacroEnvironment | null = null;
  /** Told of each command and block before it runs. */
  probe: ((code: Code) => void) | null = null;
  /** Calls that `cmake_language(DEFER)` put off to the end of the directory. */
  readonly deferred: { name: string; args: string[]; call: CallCode }[] = [];
  /** Texts of `message(CHECK_START)` that wait for their result. */
  readonly checks: string[] = [];
  /** Macros whose calls were warned of (CMP0219); once is enough for each. */
  private readonly warnedMacros = new Set<string>();
  private epoch = ++nextEpoch;
  private readonly args = new ArgumentEvaluator(this);
  readonly condition = new Condition(this);
  /** The value of what a chain of comparisons compares; null where it takes more than a look. */
  private readonly compared = (of: Compared): string | null => {
    if (typeof of === 'string') return this.value(of);
    return this.macro === null || this.macro.hostile ? null : macroValue(of, this.macro);
  };

  constructor(options: InterpreterOptions, state: State) {
    super(options, state);
    this.renew(options.signal);
  }

  /** Begins to count steps and time anew. */
  renew(signal?: AbortSignal): void {
    this.steps = 0;
    this.nextLook = 0;
    this.stepLimit = this.options.limits.steps;
    this.signal = signal;
    this.deadline = performance.now() + this.options.limits.milliseconds;
    this.files.renew();
  }

  /** The value of a text as of a quoted argument; null after a fatal error. */
  evaluateText(text: string, call: CallCode): string | null {
    return this.args.evaluateText('quoted', text, call.line);
  }

  /** Runs text as `cmake_language(EVAL)` does. */
  evaluateCode(code: string, call: CallCode): Signal {
    const program = this.options.compile(call.file, code);
    for (const statement of program.statements) relocate(statement, call);
    return this.enter('eval', program.statements, call, call.file, null, null);
  }

  // ---- Running

  /** Runs a file that changes policies for itself alone. */
  runFileInPolicyScope(file: string, kind: 'include' | 'directory', call: CallCode | null): Signal {
    const policyDepth = this.openPolicies('own');
    const signal = this.runFile(file, kind, call);
    this.closePolicies(policyDepth);
    return signal;
  }

  /** Runs a file as `include` does, in the scope at hand. */
  runFile(file: string, kind: 'include' | 'directory', call: CallCode | null): Signal {
    const written = this.files.written(file);
    const program = written === null ? this.options.load(file) : this.options.compile(file, written);
    if (program === null) return this.fatal(`${kind} could not find requested file:\n  ${file}`);
    const parentFile = this.get('CMAKE_PARENT_LIST_FILE') ?? null;
    const listFile = this.get('CMAKE_CURRENT_LIST_FILE') ?? null;
    const listDir = this.get('CMAKE_CURRENT_LIST_DIR') ?? null;
    if (kind === 'include') this.set('CMAKE_PARENT_LIST_FILE', listFile);
    this.set('CMAKE_CURRENT_LIST_FILE', file);
    this.set('CMAKE_CURRENT_LIST_DIR', directoryOf(file));
    const leave = (): void => {
      this.set('CMAKE_PARENT_LIST_FILE', parentFile);
      this.set('CMAKE_CURRENT_LIST_FILE', listFile);
      this.set('CMAKE_CURRENT_LIST_DIR', listDir);
    };
    const enter = (): Signal => this.enter(kind, program.statements, call, file, leave, null);
    return this.afterFile(file, this.options.isolates?.(file) ? this.isolated(enter) : enter());
  }

  /** Within limits of its own, beyond which it alone is given up. */
  private isolated(enter: () => Signal): Signal {
    const { frames, steps, deadline, options } = this;
    const bottom = frames.length;
    const within = options.isolatedLimits ?? options.limits;
    this.stepLimit = Math.min(options.limits.steps, steps + within.steps);
    this.deadline = Math.min(deadline, performance.now() + within.milliseconds);
    try {
      return enter();
    } catch (error) {
      if (!(error instanceof LimitError) || error.limit === 'aborted' || performance.now() > deadline)
        throw error;
      this.issue(FATAL, `Evaluation was given up: ${error.message}.`);
      while (frames.length > bottom) this.leaveFrame(frames[frames.length - 1]!, Signal.Stop);
      return Signal.Stop;
    } finally {
      this.stepLimit = options.limits.steps;
      this.deadline = deadline;
    }
  }

  private afterFile(file: string, signal: Signal): Signal {
    this.options.onLeave?.(file, signal === Signal.Stop);
    if (signal === Signal.Stop && this.options.isolates?.(file)) return Signal.Normal;
    return signal === Signal.Return ? Signal.Normal : signal;
  }

  /** Runs a body in a frame of its own. `macro` are the arguments that its text refers to. */
  enter(
    kind: Frame['kind'],
    statements: readonly Code[],
    call: CallCode | null,
    file: string,
    leave: (() => void) | null,
    macro: MacroEnvironment | null,
    rounds: LoopRounds | null = null,
    round = 0,
  ): Signal {
    const calls = isCalling(kind) ? 1 : 0;
    if (this.depth + calls > this.options.limits.depth) throw this.tooDeep();
    const outerMacro = this.macro;
    const frame: Frame = { kind, statements, index: 0, call, file, outerMacro, leave, rounds, round };
    this.macro = macro;
    this.frames.push(frame);
    this.depth += calls;
    try {
      const signal = this.run(frame);
      return this.leaveFrame(frame, signal);
    } catch (error) {
      throw this.asLimit(error);
    }
  }

  /** What V8 says when a text or the stack becomes too large is a limit like ours. */
  private asLimit(error: unknown): unknown {
    if (!(error instanceof RangeError)) return error;
    return error.message.includes('call stack') ? this.tooDeep() : tooLong();
  }

  private tooDeep(): LimitError {
    return new LimitError('depth', `calls nest more than ${this.options.limits.depth} deep`);
  }

  private leaveFrame(frame: Frame, signal: Signal): Signal {
    this.frames.pop();
    if (isCalling(frame.kind)) this.depth--;
    this.macro = frame.outerMacro;
    frame.leave?.();
    return signal;
  }

  private run(frame: Frame): Signal {
    const { statements } = frame;
    for (; frame.index < statements.length; frame.index++) {
      const code = statements[frame.index]!;
      if (code.kind === 'if' && code.chain !== null && this.mayPass()) {
        const { chain } = code;
        const next = nextPlace(chain, this.compared, frame.index);
        if (next !== frame.index) {
          this.pass(next - frame.index);
          frame.index = next - 1;
          continue;
        }
      }
      const signal = this.runOne(code);
      if (signal !== Signal.Normal) return signal;
    }
    return Signal.Normal;
  }

  private runOne(code: Code): Signal {
    this.tick();
    this.probe?.(code);
    switch (code.kind) {
      case 'call':
        return this.call(code);
      case 'if':
        for (const { open, isElse, body } of code.branches) {
          if (!isElse) {
            const holds = this.holds(open);
            if (holds === null) return Signal.Stop;
            if (!holds) continue;
          }
          return this.enter('body', body, open, open.file, null, this.macro);
        }
        return Signal.Normal;
      case 'foreach':
        return this.foreach(code);
      case 'while':
        return this.while(code.open, code.body);
      case 'block':
        return this.block(code.open, code.body);
      case 'definition':
        return this.define(code);
    }
  }

  /** Whether comparisons that do not hold may be passed over: no one watches, and quotes keep words apart (CMP0054). */
  private mayPass(): boolean {
    return this.probe === null && this.watch === null && !this.quotedCounts();
  }

  private pass(steps: number): void {
    this.steps += steps - 1;
    this.tick();
  }

  tick(): void {
    if (++this.steps < this.nextLook) return;
    this.nextLook = this.steps + STEPS_BETWEEN_LOOKS;
    if (this.steps > this.stepLimit) throw new LimitError('steps', 'too many commands were run');
    this.look();
  }

  /** Looks whether there is time and memory left. Commands that may take long call it in their loops. Throws LimitError. */
  look(): void {
    if (this.signal?.aborted) throw new LimitError('aborted', 'cancelled');
    const now = performance.now();
    if (now > this.deadline) throw new LimitError('milliseconds', 'it took too long');
    if (now < this.nextMemoryLook) return;
    this.nextMemoryLook = now + MS_BETWEEN_MEMORY_LOOKS;
    if (isMemoryUsedUp(this.options.limits.memory))
      throw new LimitError('memory', 'the values take too much memory');
  }

  private call(call: CallCode): Signal {
    this.current = call;
    this.watch?.ran.add(call);
    const target = call.targetEpoch === this.epoch ? call.target : this.resolve(call);
    const args = call.constant ?? this.args.expand(call);
    if (args === null) return Signal.Stop;
    return this.invoke(call, target as Definition | Builtin | undefined, args);
  }

  /** Runs a command by name with arguments at hand, as `cmake_language(CALL)` does. */
  invokeNamed(name: string, args: string[], call: CallCode): Signal {
    const named: CallCode = { ...call, name, id: name.toLowerCase(), targetEpoch: -1 };
    return this.invoke(named, this.resolve(named) as Definition | Builtin | undefined, args);
  }

  private invoke(call: CallCode, target: Definition | Builtin | undefined, args: string[]): Signal {
    this.current = call;
    if (this.watch?.commands.has(call.id)) this.watch.onAccess('command', call.id, null);
    if (typeof target === 'function') {
      try {
        return target(this, args, call) ?? Signal.Normal;
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        this.current = call;
        this.issue(FATAL, `${call.name} ${error.message}`);
        return this.options.mode === 'script' ? Signal.Stop : Signal.Normal;
      }
    }
    if (target !== undefined) return this.callDefinition(call, target, args);
    if (this.options.onUnknown?.(call, args)) return Signal.Normal;
    return this.fatal(`Unknown CMake command "${call.name}".`);
  }

  private resolve(call: CallCode): unknown {
    const defined = this.state.definitions.get(call.id);
    call.target = typeof defined === 'string' ? this.options.builtins.get(defined) : defined;
    call.target ??= this.options.builtins.get(call.id);
    call.targetEpoch = this.epoch;
    return call.target;
  }

  isCommand(name: string): boolean {
    const id = name.toLowerCase();
    if (this.watch?.commands.has(id)) this.watch.onAccess('command', id, null);
    return this.state.definitions.has(id) || this.options.builtins.has(id) || BLOCK_COMMANDS.has(id);
  }

  private callDefinition(call: CallCode, definition: Definition, args: readonly string[]): Signal {
    const { formals } = definition;
    this.options.onCall?.(definition, call, args);
    if (args.length < formals.length) {
      const invoked = definition.type === 'function' ? 'Function' : 'Macro';
      return this.fatalUnlessProject(
        `${invoked} invoked with incorrect arguments for ${definition.type} named: ${call.name}`,
        call,
      );
    }
    const { state } = this;
    // By the policies of the caller: those of the definition count from here on.
    const given = definition.type === 'macro' ? this.macroArguments(call, args) : args;
    const policyDepth = this.openPolicies('call', definition.policies);
    const restore = (): void => this.closePolicies(policyDepth);
    if (definition.type === 'macro') {
      const environment = macroEnvironment(formals, given);
      const body = compileBody(definition.file, definition.code, formals, definition.outer);
      return this.enter('macro', body, call, definition.file, restore, environment);
    }
    const body = compileBody(definition.file, definition.code, null, definition.outer);
    const outer = this.openScope('function');
    setFunctionVariables(state.scope, definition, args, this.options.version);
    const leave = (): void => {
      // After a resumption the scopes are other objects: go by the chain.
      this.leaveScope('function', outer);
      restore();
    };
    const signal = this.enter('function', body, call, definition.file, leave, null);
    return signal === Signal.Return ? Signal.Normal : signal;
  }

  /** The arguments of a macro as its text takes them in: CMP0219 keeps backslashes. */
  private macroArguments(call: CallCode, args: readonly string[]): readonly string[] {
    if (!isAtLeast(this.options.version, 4, 4)) return args;
    const hostile = args.filter((arg) => arg.includes('\\'));
    if (hostile.length === 0) return args;
    const escape = (arg: string): string => arg.replaceAll('\\', '\\\\');
    const setting = this.policy('CMP0219');
    if (setting === 'NEW') return args.map(escape);
    if (setting === undefined && !this.warnedMacros.has(call.id)) {
      this.warnedMacros.add(call.id);
      const show = (values: readonly string[]): string => values.map((arg) => ` "${arg}"\n`).join('');
      this.isNewOrWarns(
        'CMP0219',
        `\nCommand "${call.name}" called with arguments containing backslashes.\n` +
          `Since the policy is not set, backslashes in the arguments:\n${show(hostile)}` +
          'will be interpreted as escape sequences for compatibility.\n' +
          `Set the policy to NEW to instead pass\n${show(hostile.map(escape))}` +
          'so that argument parsing will preserve the original values.',
      );
    }
    return args;
  }

  private fatalUnlessProject(text: string, call: CallCode): Signal {
    this.issue(FATAL, `${call.name} ${text}`);
    return this.options.mode === 'script' ? Signal.Stop : Signal.Normal;
  }

  private define(code: Code & { kind: 'definition' }): Signal {
    const { open } = code;
    this.current = open;
    this.watch?.ran.add(open);
    const args = open.constant ?? this.args.expand(open);
    if (args === null) return Signal.Stop;
    const [name, ...formals] = args;
    if (name === undefined) return this.fatal(`${open.name} called with incorrect number of arguments`);
    const id = name.toLowerCase();
    if (this.watch?.commands.has(id)) this.watch.onAccess('write', id, null);
    const { definitions } = this.state;
    const previous = definitions.get(id) ?? (this.options.builtins.has(id) ? id : undefined);
    if (previous !== undefined) definitions.set(`_${id}`, previous);
    definitions.set(id, {
      type: code.type,
      name,
      formals,
      code,
      file: open.file,
      call: open,
      policies: this.state.policies,
      outer: this.macro === null ? code.outer : [...code.outer, this.macro],
    });
    this.epoch = ++nextEpoch;
    this.options.onDefine?.(open.file, name);
    return Signal.Normal;
  }

  // ---- Blocks

  private holds(open: CallCode): boolean | null {
    this.current = open;
    this.watch?.ran.add(open);
    const result = testCondition(this, open, this.args.evaluate);
    if (result === null || typeof result === 'boolean') return result;
    const given = result.args.map(({ value }) => ` "${value.replace(/[\\"$]/g, '\\$&')}"`).join('');
    const said =
      open.id === 'if'
        ? 'if given arguments'
        : open.id === 'while'
          ? 'while() given incorrect arguments'
          : 'given arguments';
    const text = `${said}:\n ${given}\n${result.error}`;
    if (open.id === 'while' && !this.isNewOrWarns('CMP0130', `\n${text}`)) return false;
    const signal = this.fatal(text);
    return signal === Signal.Normal ? false : null;
  }

  private foreach({ open, body, search }: ForeachCode): Signal {
    this.current = open;
    this.watch?.ran.add(open);
    const args = open.constant ?? this.args.expand(open);
    if (args === null) return Signal.Stop;
    const rounds = foreachRounds(this, args);
    if (typeof rounds === 'string') {
      this.issue(FATAL, rounds.startsWith('Unknown') ? rounds : `foreach ${rounds}`);
      return this.options.mode === 'script' ? Signal.Stop : Signal.Normal;
    }
    this.options.onLoop?.(open, rounds);
    // The loop puts this back, and nobody reads it.
    const { watch } = this;
    this.watch = null;
    const before = rounds.names.map((name) => this.normal(name) ?? null);
    this.watch = watch;
    const signal = this.runRounds(rounds, 0, open, body, search);
    // By CMP0124 a variable that was not set before is not set after the loop; else it is empty.
    const unset = this.policy('CMP0124') === 'NEW' ? null : '';
    rounds.names.forEach((name, index) => this.set(name, before[index] ?? unset));
    return signal;
  }

  private runRounds(
    rounds: LoopRounds,
    first: number,
    open: CallCode,
    body: readonly Code[],
    search: LoopSearch | null = null,
  ): Signal {
    const { names, count, value } = rounds;
    const { macro, frames } = this;
    // One frame for all rounds: loops of many short rounds are what macros spend their time in.
    const frame: Frame = {
      kind: 'loop',
      statements: body,
      index: 0,
      call: open,
      file: open.file,
      outerMacro: macro,
      leave: null,
      rounds,
      round: first,
    };
    frames.push(frame);
    let signal: Signal = Signal.Normal;
    for (let at = first; at < count; at++) {
      if (search !== null && this.mayPass()) at = this.nextRound(rounds, at, search);
      if (at === count) break;
      this.current = open;
      for (let index = 0; index < names.length; index++) this.set(names[index]!, value(at, index) ?? null);
      this.tick();
      frame.round = at;
      frame.index = 0;
      signal = this.run(frame);
      if (signal === Signal.Continue) signal = Signal.Normal;
      if (signal !== Signal.Normal) break;
    }
    frames.pop();
    return signal === Signal.Break ? Signal.Normal : signal;
  }

  /** The next round of a search that must be run; `count` where none. */
  private nextRound({ count, value }: LoopRounds, from: number, search: LoopSearch): number {
    const wanted = this.value(search.variable);
    let next = from;
    while (next < count && (value(next, 0) ?? '') !== wanted) next++;
    if (search.hasMore && next > from) next--;
    if (next > from) this.pass(next - from);
    return next;
  }

  private while(open: CallCode, body: readonly Code[]): Signal {
    for (;;) {
      this.tick();
      const holds = this.holds(open);
      if (holds === null) return Signal.Stop;
      if (!holds) return Signal.Normal;
      const signal = this.enter('loop', body, open, open.file, null, this.macro);
      if (signal === Signal.Break) return Signal.Normal;
      if (signal !== Signal.Normal && signal !== Signal.Continue) return signal;
    }
  }

  private block(open: CallCode, body: readonly Code[]): Signal {
    this.current = open;
    this.watch?.ran.add(open);
    const args = open.constant ?? this.args.expand(open);
    if (args === null) return Signal.Stop;
    const propagateAt = args.indexOf('PROPAGATE');
    const scopeFor = args.slice(0, propagateAt < 0 ? undefined : propagateAt);
    const propagate = propagateAt < 0 ? [] : args.slice(propagateAt + 1);
    const wrong = this.blockError(scopeFor);
    if (wrong !== null) {
      this.issue(FATAL, `block ${wrong}`);
      return this.options.mode === 'script' ? Signal.Stop : Signal.Normal;
    }
    const both = scopeFor.length === 0;
    const variables = both || scopeFor.includes('VARIABLES');
    const { state } = this;
    const policyDepth = both || scopeFor.includes('POLICIES') ? this.openPolicies('own') : null;
    const outer = variables ? this.openScope('block') : state.scope;
    const leave = (): void => {
      if (variables) {
        for (const name of propagate) this.raise(name);
        this.leaveScope('block', outer);
      }
      if (policyDepth !== null) this.closePolicies(policyDepth);
    };
    return this.enter('block', body, open, open.file, leave, this.macro);
  }

  /** What is wrong with the arguments of `block` before PROPAGATE. */
  private blockError([first, ...scopes]: readonly string[]): string | null {
    if (first === undefined) return null;
    if (first !== 'SCOPE_FOR') return `called with unsupported argument "${first}"`;
    if (scopes.length === 0) return 'SCOPE_FOR must specify at least one argument';
    const known = [
      'VARIABLES',
      'POLICIES',
      ...(isAtLeast(this.options.version, 4, 4) ? ['DIAGNOSTICS'] : []),
    ];
    const unknown = scopes.find((scope) => !known.includes(scope));
    return unknown === undefined ? null : `SCOPE_FOR unsupported scope "${unknown}"`;
  }

  // ---- Going on from a moment

  /** The present moment, from which `resume` can go on to the end of the innermost loop round that holds it. */
  capture(): Continuation {
    this.matches.settle();
    let first = this.frames.length - 1;
    while (first > 0 && this.frames[first]!.kind !== 'loop') first--;
    const frames = this.frames.slice(Math.max(first, 0)).map((frame) => ({ ...frame }));
    return { call: this.current, state: freezeState(this.state), macro: this.macro, frames };
  }

  /**
   * Puts a moment's state back and runs `first`, then all that stood behind that moment in its loop round, and with
   * `allRounds` the rounds that follow.
   */
  resume(moment: Continuation, first: () => Signal, allRounds = false): Signal {
    this.matches.drop();
    this.state = thawState(moment.state);
    this.epoch = ++nextEpoch;
    this.frames.length = 0;
    for (const frame of moment.frames) this.frames.push({ ...frame });
    this.depth = moment.frames.filter(({ kind }) => isCalling(kind)).length;
    this.macro = moment.macro;
    let signal = first();
    for (let i = this.frames.length - 1; i >= 0; i--) {
      const frame = this.frames[i]!;
      if (signal === Signal.Normal) {
        frame.index++;
        signal = this.run(frame);
      }
      signal = this.leaveFrame(frame, signal);
      if (frame.kind === 'function' && signal === Signal.Return) signal = Signal.Normal;
      if (frame.kind === 'include') signal = this.afterFile(frame.file, signal);
      if (frame.kind !== 'loop') continue;
      const goesOn = signal === Signal.Normal || signal === Signal.Continue;
      if (allRounds && goesOn && frame.rounds !== null)
        return this.runRounds(frame.rounds, frame.round + 1, frame.call!, frame.statements);
      return signal;
    }
    return signal;
  }
}
