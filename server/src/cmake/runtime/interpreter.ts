import { compileBody } from '../ir/compile';
import type { CallNode, DefinitionNode, ForeachNode, LoopSearch, Node } from '../ir/nodes';
import type { MacroEnvironment } from '../ir/template';
import { CommandError } from '../values/command-error';
import { asLimitError, tooDeep } from './engine-limits';
import type { Builtin, CommandContext } from './command';
import { blockScopes } from './scopes/block-scopes';
import { badCondition, Condition, testCondition } from './condition';
import { EvaluationContext, isCalling } from './evaluation-context';
import { ArgumentEvaluator } from './expand-arguments';
import { foreachRounds } from './loops/foreach';
import { nextRound, type SearchContext } from './loops/loop-search';
import type { Continuation, Frame, LoopRounds } from './frame';
import { BLOCK_COMMANDS, directoryOf, relocate, setFunctionVariables } from './scopes/function-scope';
import { MacroArguments } from './macro-arguments';
import type { MessageMode } from './message';
import type { EvaluationOptions } from './evaluation-options';
import { Signal } from './signal';
import { SkippedComparisons } from './skipped-comparisons';
import { freezeState, thawState, type Definition, type State } from './scopes/state';

/** The options of an interpreter. */
export interface InterpreterOptions extends EvaluationOptions {
  /** CMake's own commands, by their names in lower case. */
  builtins: ReadonlyMap<string, Builtin>;
}

type Target = Definition | Builtin | undefined;

const FATAL: MessageMode = 'FATAL_ERROR';

/** Runs compiled scripts. No programs are started, and nothing is written to disk. */
export class Interpreter extends EvaluationContext implements CommandContext {
  private depth = 0;
  /** Called for each command and block before it runs. */
  probe: ((node: Node) => void) | null = null;
  /** Calls that `cmake_language(DEFER)` postponed to the end of the directory. */
  readonly deferred: { name: string; args: string[]; call: CallNode }[] = [];
  /** Texts of `message(CHECK_START)` without a result so far. */
  readonly checks: string[] = [];
  /** The definition of each command, by its name in lower case. Reset when a script defines a command. */
  private readonly targets = new Map<string, Target>();
  private readonly args = new ArgumentEvaluator(this);
  private readonly macroArguments = new MacroArguments(this);
  private readonly condition: Condition;
  private readonly comparisons: SkippedComparisons;
  private readonly searching: SearchContext = {
    value: (variable) => this.value(variable),
    get: (variable) => this.get(variable),
    policy: (id) => this.policy(id),
    isBuiltin: (id) => this.target(id) === this.options.builtins.get(id),
    isWatched: (variable) => this.options.watched?.has(variable) ?? false,
    skip: (steps) => this.budget.skip(steps),
  };

  constructor(
    override readonly options: InterpreterOptions,
    state: State,
  ) {
    super(options, state);
    this.condition = new Condition(this);
    this.comparisons = new SkippedComparisons(this, this.condition);
    this.renew(options.signal);
  }

  /** Starts counting steps, time and bytes again from zero. */
  renew(signal?: AbortSignal): void {
    this.budget.renew(signal);
    this.files.renew();
  }

  /** The value of a text, as if it were a quoted argument. Null after a fatal error. */
  evaluateText(text: string, call: CallNode): string | null {
    return this.args.evaluateText('quoted', text, call.line);
  }

  /** Runs text as `cmake_language(EVAL)` does. */
  evaluateCode(code: string, call: CallNode): Signal {
    const program = this.options.compile(call.file, code);
    for (const statement of program.statements) relocate(statement, call);
    return this.enter('eval', program.statements, call, call.file, null, null);
  }

  // ---- Running

  /** Runs a file that changes policies only for itself. */
  runFileInPolicyScope(file: string, kind: 'include' | 'directory', call: CallNode | null): Signal {
    const policyDepth = this.openPolicies('own');
    const signal = this.runFile(file, kind, call);
    this.closePolicies(policyDepth);
    return signal;
  }

  /** Runs a file in the current scope, as `include` does. */
  runFile(file: string, kind: 'include' | 'directory', call: CallNode | null): Signal {
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

  /** Runs a file within its own limits. If it exceeds them, only this file is abandoned. */
  private isolated(enter: () => Signal): Signal {
    const bottom = this.frames.length;
    return this.budget.within(this.options.isolatedLimits ?? this.options.limits, enter, (error) => {
      this.options.onUnrepeatable?.();
      this.issue(FATAL, `Evaluation was given up: ${error.message}.`);
      while (this.frames.length > bottom) this.leaveFrame(this.frames[this.frames.length - 1]!, Signal.Stop);
      return Signal.Stop;
    });
  }

  private afterFile(file: string, signal: Signal): Signal {
    this.options.onLeave?.(file, signal === Signal.Stop);
    if (signal === Signal.Stop && this.options.isolates?.(file)) return Signal.Normal;
    return signal === Signal.Return ? Signal.Normal : signal;
  }

  /** Runs a body in a frame of its own. `macro` are the arguments that its text refers to. */
  enter(
    kind: Frame['kind'],
    statements: readonly Node[],
    call: CallNode | null,
    file: string,
    leave: (() => void) | null,
    macro: MacroEnvironment | null,
    rounds: LoopRounds | null = null,
    round = 0,
  ): Signal {
    const calls = isCalling(kind) ? 1 : 0;
    if (this.depth + calls > this.options.limits.depth) throw tooDeep(this.options.limits.depth);
    const outerMacro = this.macro;
    const frame: Frame = { kind, statements, index: 0, call, file, outerMacro, leave, rounds, round };
    this.macro = macro;
    this.frames.push(frame);
    this.depth += calls;
    try {
      const signal = this.run(frame);
      return this.leaveFrame(frame, signal);
    } catch (error) {
      throw asLimitError(error, this.options.limits.depth);
    }
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
      const node = statements[frame.index]!;
      if (node.kind === 'if' && node.chain !== null && this.mayPass()) {
        const { chain } = node;
        const next = this.comparisons.next(chain, frame.index);
        if (next !== frame.index) {
          this.budget.skip(next - frame.index);
          frame.index = next - 1;
          continue;
        }
      }
      const signal = this.runOne(node);
      if (signal !== Signal.Normal) return signal;
    }
    return Signal.Normal;
  }

  private runOne(node: Node): Signal {
    this.budget.tick();
    this.probe?.(node);
    switch (node.kind) {
      case 'call':
        return this.call(node);
      case 'if':
        for (const { open, isElse, body } of node.branches) {
          if (!isElse) {
            const holds = this.holds(open);
            if (holds === null) return Signal.Stop;
            if (!holds) continue;
          }
          return this.enter('body', body, open, open.file, null, this.macro);
        }
        return Signal.Normal;
      case 'foreach':
        return this.foreach(node);
      case 'while':
        return this.while(node.open, node.body);
      case 'block':
        return this.block(node.open, node.body);
      case 'definition':
        return this.define(node);
    }
  }

  /**
   * Whether comparisons that do not hold may be skipped: nothing watches, and quoted arguments are not operators (CMP0054).
   */
  private mayPass(): boolean {
    return this.probe === null && this.watch === null && !this.quotedCounts();
  }

  private call(call: CallNode): Signal {
    this.current = call;
    this.watch?.ran.add(call);
    const target = this.target(call.id);
    const args = call.constant ?? this.args.expand(call);
    return args === null ? Signal.Stop : this.invoke(call, target, args);
  }

  /** Runs a command by its name with expanded arguments, as `cmake_language(CALL)` does. */
  invokeNamed(name: string, args: string[], call: CallNode): Signal {
    const named: CallNode = { ...call, name, id: name.toLowerCase() };
    return this.invoke(named, this.target(named.id), args);
  }

  private invoke(call: CallNode, target: Target, args: string[]): Signal {
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

  /** The definition of a command. `id` is its name in lower case. */
  private target(id: string): Target {
    const known = this.targets.get(id);
    if (known !== undefined) return known;
    const { builtins } = this.options;
    const defined = this.state.definitions.get(id);
    const target = (typeof defined === 'string' ? builtins.get(defined) : defined) ?? builtins.get(id);
    if (target !== undefined) this.targets.set(id, target);
    return target;
  }

  isCommand(name: string): boolean {
    const id = name.toLowerCase();
    if (this.watch?.commands.has(id)) this.watch.onAccess('command', id, null);
    return this.state.definitions.has(id) || this.options.builtins.has(id) || BLOCK_COMMANDS.has(id);
  }

  private callDefinition(call: CallNode, definition: Definition, args: readonly string[]): Signal {
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
    // This uses the policies of the caller. From here on, those of the definition apply.
    const environment = definition.type === 'macro' ? this.macroArguments.of(call, formals, args) : null;
    const policyDepth = this.openPolicies('call', definition.policies);
    const restore = (): void => this.closePolicies(policyDepth);
    if (environment !== null) {
      const body = compileBody(definition.file, definition.node, formals, definition.outer);
      return this.enter('macro', body, call, definition.file, restore, environment);
    }
    const body = compileBody(definition.file, definition.node, null, definition.outer);
    const outer = this.openScope('function');
    setFunctionVariables(state.scope, definition, args, this.options.version);
    const leave = (): void => {
      // After `resume`, the scopes are other objects, so find the scope by walking up.
      this.leaveScope('function', outer);
      restore();
    };
    const signal = this.enter('function', body, call, definition.file, leave, null);
    return signal === Signal.Return ? Signal.Normal : signal;
  }

  private fatalUnlessProject(text: string, call: CallNode): Signal {
    this.issue(FATAL, `${call.name} ${text}`);
    return this.options.mode === 'script' ? Signal.Stop : Signal.Normal;
  }

  private define(node: DefinitionNode): Signal {
    const { open } = node;
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
      type: node.type,
      name,
      formals,
      node,
      file: open.file,
      call: open,
      policies: this.state.policies,
      outer: this.macro === null ? node.outer : [...node.outer, this.macro],
    });
    this.targets.delete(id);
    this.targets.delete(`_${id}`);
    this.options.onDefine?.(open.file, name);
    return Signal.Normal;
  }

  // ---- Blocks

  private holds(open: CallNode): boolean | null {
    this.current = open;
    this.watch?.ran.add(open);
    const result = testCondition(this.condition, open, this.args.evaluate);
    if (result === null || typeof result === 'boolean') return result;
    const text = badCondition(open.id, result);
    if (open.id === 'while' && !this.isNewOrWarns('CMP0130', `\n${text}`)) return false;
    const signal = this.fatal(text);
    return signal === Signal.Normal ? false : null;
  }

  private foreach({ open, body, search }: ForeachNode): Signal {
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
    // The loop restores this, and no reader is interested in it.
    const { watch } = this;
    this.watch = null;
    const before = rounds.names.map((name) => this.normal(name) ?? null);
    this.watch = watch;
    const signal = this.runRounds(rounds, 0, open, body, search);
    // A loop without items leaves its variables alone. After any other loop, a variable that was not set before is unset with
    // CMP0124 NEW, and empty without it.
    if (rounds.count === 0) return signal;
    const unset = this.policy('CMP0124') === 'NEW' ? null : '';
    rounds.names.forEach((name, index) => this.set(name, before[index] ?? unset));
    return signal;
  }

  private runRounds(
    rounds: LoopRounds,
    first: number,
    open: CallNode,
    body: readonly Node[],
    search: LoopSearch | null = null,
  ): Signal {
    const { names, count, value } = rounds;
    const { macro, frames } = this;
    // All rounds share one frame, because macros spend most of their time in loops with many short rounds.
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
      if (search !== null && this.mayPass()) at = nextRound(rounds, at, search, this.searching);
      if (at === count) break;
      this.current = open;
      for (let index = 0; index < names.length; index++) this.set(names[index]!, value(at, index) ?? null);
      this.budget.tick();
      frame.round = at;
      frame.index = 0;
      signal = this.run(frame);
      if (signal === Signal.Continue) signal = Signal.Normal;
      if (signal !== Signal.Normal) break;
    }
    frames.pop();
    return signal === Signal.Break ? Signal.Normal : signal;
  }

  private while(open: CallNode, body: readonly Node[]): Signal {
    for (;;) {
      this.budget.tick();
      const holds = this.holds(open);
      if (holds === null) return Signal.Stop;
      if (!holds) return Signal.Normal;
      const signal = this.enter('loop', body, open, open.file, null, this.macro);
      if (signal === Signal.Break) return Signal.Normal;
      if (signal !== Signal.Normal && signal !== Signal.Continue) return signal;
    }
  }

  private block(open: CallNode, body: readonly Node[]): Signal {
    this.current = open;
    this.watch?.ran.add(open);
    const args = open.constant ?? this.args.expand(open);
    if (args === null) return Signal.Stop;
    const scopes = blockScopes(args, this.options.version);
    if (typeof scopes === 'string') {
      this.issue(FATAL, `block ${scopes}`);
      return this.options.mode === 'script' ? Signal.Stop : Signal.Normal;
    }
    const { variables, policies, propagate } = scopes;
    const { state } = this;
    const policyDepth = policies ? this.openPolicies('own') : null;
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

  // ---- Resuming

  /**
   * Captures the current point of the evaluation. `resume` can continue from it to the end of the innermost loop round
   * around it.
   */
  capture(): Continuation {
    this.matches.settle();
    let first = this.frames.length - 1;
    while (first > 0 && this.frames[first]!.kind !== 'loop') first--;
    const frames = this.frames.slice(Math.max(first, 0)).map((frame) => ({ ...frame }));
    return { call: this.current, state: freezeState(this.state), macro: this.macro, frames };
  }

  /**
   * Restores the state of a captured point and runs `first`. Then it runs what followed that point in its loop round, and
   * with `allRounds` the remaining rounds.
   */
  resume(moment: Continuation, first: () => Signal, allRounds = false): Signal {
    this.matches.drop();
    this.state = thawState(moment.state);
    this.targets.clear();
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
