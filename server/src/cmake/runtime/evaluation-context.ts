import { MAX_VALUE_BYTES, tooLong } from '../values/value-limits';
import type { Message, MessageMode } from './message';
import { resolvePath } from '../values/cmake-path';
import { listElements } from '../values/semicolon-list';
import { isMatchVariable, MatchVariables } from './scopes/match-variables';
import { policySetting, type Policies, type PolicySetting } from '../policies/policies';
import { policyWarning } from '../policies/policy-warnings';
import type { CallNode } from '../ir/nodes';
import type { MacroEnvironment } from '../ir/template';
import { compileRegex, RegexSyntaxError, type CMakeRegex, type RepeatedSearch } from '../values/regex';
import { Budget } from './budget';
import type { Frame } from './frame';
import type { EvaluationOptions } from './evaluation-options';
import { Signal } from './signal';
import { createScope, lookUp, setInParent, type Scope } from './scopes/scope';
import type { PolicyScope, State } from './scopes/state';
import { isAtLeast } from '../values/version';
import { VirtualFiles } from './files/virtual-files';

const FATAL: MessageMode = 'FATAL_ERROR';
/** What a search counts for as work on a text. It may take long, so the limits are checked after a few searches. */
const SEARCH_WORK = 8192;

/** Whether a frame counts as a call, both for the depth limit and for the stack of a message. */
export function isCalling(kind: Frame['kind']): boolean {
  return kind === 'macro' || kind === 'function' || kind === 'include' || kind === 'eval';
}

/** Reports every access to some variables and commands. */
export interface Watch {
  variables: ReadonlySet<string>;
  /** In lower case. */
  commands: ReadonlySet<string>;
  /** `value` is what was read or written, or null if nothing is set. The command that does it is `current`. */
  onAccess(kind: 'read' | 'write' | 'command', name: string, value: string | null): void;
  /** The commands that began to run. */
  ran: Set<CallNode>;
}

/** The part of an evaluation that runs no commands: variables, policies, files and messages. Values are byte strings. */
export class EvaluationContext {
  readonly budget: Budget;
  readonly files: VirtualFiles;
  readonly frames: Frame[] = [];
  readonly matches: MatchVariables = new MatchVariables({
    get: (name) => this.get(name),
    value: (name) => this.value(name),
    set: (name, value) => this.set(name, value),
    isTraced: () => this.assignments !== null,
  });
  /** The arguments of the macro that is running. */
  macro: MacroEnvironment | null = null;
  /** The command that is running. */
  current: CallNode | null = null;
  /** Told about each access to the watched variables and commands. */
  watch: Watch | null = null;
  /** The command that last set each variable, by the variable's name. Null if this is not recorded. */
  assignments: Map<string, CallNode> | null = null;
  /** The maximum number of groups in a regular expression, which depends on CMake's version. */
  private readonly maxGroups: number;
  private asked: Policies | null = null;
  private quoted = false;
  private search: RepeatedSearch | null = null;

  constructor(
    readonly options: EvaluationOptions,
    public state: State,
  ) {
    this.maxGroups = isAtLeast(options.version, 3, 28) ? 31 : 9;
    this.budget = new Budget(options.limits, options.now);
    this.files = new VirtualFiles(options.files, options.limits.bytes);
  }

  /** Accounts for work on a text of this many characters, which takes longer than a step. */
  work(length: number): void {
    this.budget.work(length);
  }

  /**
   * Checks time and memory. Loops that may take long call it.
   * @throws LimitError
   */
  look(): void {
    this.budget.look();
  }

  // ---- Variables

  /** The value of a normal variable, or else of a cache entry. Undefined if neither is set. */
  get(name: string): string | undefined {
    if (isMatchVariable(name)) this.matches.settle();
    const value = lookUp(this.state.scope, name) ?? this.state.cache.get(name)?.value;
    if (this.watch?.variables.has(name)) this.watch.onAccess('read', name, value ?? null);
    return value;
  }

  /** The value, or the empty string if it is not set. */
  value(name: string): string {
    return this.get(name) ?? '';
  }

  /** The value of a normal variable. Cache entries are ignored. */
  normal(name: string): string | undefined {
    if (isMatchVariable(name)) this.matches.settle();
    const value = lookUp(this.state.scope, name);
    if (this.watch?.variables.has(name)) this.watch.onAccess('read', name, value ?? null);
    return value;
  }

  set(name: string, value: string | null): void {
    if (isMatchVariable(name)) this.matches.settle();
    if (value !== null) {
      if (value.length > MAX_VALUE_BYTES) throw tooLong();
      this.work(value.length);
    }
    this.state.scope.variables.set(name, value);
    if (this.watch?.variables.has(name)) this.watch.onAccess('write', name, value);
    if (this.assignments !== null && this.current !== null) this.assignments.set(name, this.current);
    if (value !== null && this.options.watched?.has(name)) this.options.onSet?.(name, value);
  }

  /**
   * Compiles a regular expression.
   * @throws RegexSyntaxError
   */
  regex(pattern: string): CMakeRegex {
    const regex = compileRegex(pattern);
    this.work(SEARCH_WORK);
    if (regex.groups > this.maxGroups) throw new RegexSyntaxError('Too many parentheses.');
    return regex;
  }

  /** Changes the policies in force, and those of the callers if the current function or macro shares their scope. */
  changePolicies(change: (policies: Policies) => Policies): void {
    const { state } = this;
    state.policies = change(state.policies);
    state.policyScope = changeCallers(state.policyScope, change);
  }

  /** Opens a scope of policies. Returns the number of scopes around it, which `closePolicies` needs. */
  openPolicies(opened: PolicyScope['opened'], inside?: Policies): number {
    const { state } = this;
    const { policyScope: parent, policies: outer } = state;
    const depth = (parent?.depth ?? 0) + 1;
    state.policyScope = { opened, outer, parent, depth };
    if (inside !== undefined) state.policies = inside;
    return depth - 1;
  }

  /** Closes the scope that `cmake_policy(PUSH)` opened. Returns false if there is none. */
  popPolicies(): boolean {
    const { policyScope } = this.state;
    if (policyScope?.opened !== 'push') return false;
    this.leavePolicies(policyScope);
    return true;
  }

  /** Closes scopes of policies until `depth` are left. A scope that a PUSH left open is an error. */
  closePolicies(depth: number): void {
    let { policyScope } = this.state;
    const isOpen = policyScope !== null && policyScope.depth > depth + 1;
    for (; policyScope !== null && policyScope.depth > depth; policyScope = policyScope.parent)
      this.leavePolicies(policyScope);
    if (isOpen) this.issue(FATAL, 'cmake_policy PUSH without matching POP');
  }

  private leavePolicies({ outer, parent }: PolicyScope): void {
    this.state.policies = outer;
    this.state.policyScope = parent;
  }

  /** Passes variables out of a function and the blocks in between, as `return(PROPAGATE)` does. */
  propagate(names: readonly string[]): void {
    for (const name of names) {
      const value = this.normal(name) ?? null;
      for (let scope: Scope | null = this.state.scope; scope !== null; scope = scope.parent) {
        if (scope.parent === null) break;
        scope.parent.variables.set(name, value);
        if (scope.kind !== 'block') break;
      }
    }
  }

  /** Copies the current value of a variable to the enclosing scope. */
  raise(name: string): void {
    const value = this.normal(name);
    this.state.scope.parent?.variables.set(name, value ?? null);
  }

  /** Sets a variable of the enclosing scope. Returns false if there is none. */
  setInParent(name: string, value: string | null): boolean {
    this.matches.settle();
    if (this.watch?.variables.has(name)) this.watch.onAccess('write', name, value);
    return setInParent(this.state.scope, name, value);
  }

  /** Enters a new scope inside the current one. Returns the current one. */
  openScope(kind: Scope['kind']): Scope {
    this.matches.settle();
    const outer = this.state.scope;
    this.state.scope = createScope(kind, outer);
    return outer;
  }

  /** Leaves the innermost scope of a kind. */
  leaveScope(kind: Scope['kind'], outer: Scope): void {
    this.matches.drop();
    let scope = this.state.scope;
    while (scope.kind !== kind && scope.parent !== null) scope = scope.parent;
    this.state.scope = scope.parent ?? outer;
  }

  /** Makes a path absolute. Relative paths start at the current source directory. */
  absolute(file: string): string {
    return resolvePath(this.state.directory.source, file);
  }

  /** The elements of a variable's value. */
  list(name: string): string[] {
    const value = this.value(name);
    this.work(value.length);
    return listElements(value);
  }

  policy(id: string): PolicySetting | undefined {
    return policySetting(this.state.policies, id, this.options.version);
  }

  /** Whether a policy is NEW. Warns if it is not set. `consequence` is the part of the warning that says what follows. */
  isNewOrWarns(id: string, consequence: string): boolean {
    const setting = this.policy(id);
    if (setting === undefined) this.issue('POLICY_WARNING', policyWarning(id) + consequence);
    return setting === 'NEW';
  }

  /** How a repeated search continues after a match. */
  repeatedSearch(): RepeatedSearch {
    this.ask();
    return (this.search ??= {
      anchorsAnew: this.policy('CMP0186') !== 'NEW',
      allowsEmpty: isAtLeast(this.options.version, 4, 1),
    });
  }

  /** CMP0054: whether a quoted argument of a condition may be an operator or the name of a variable. */
  quotedCounts(): boolean {
    this.ask();
    return this.quoted;
  }

  /** Reads the policies that commands ask for again and again, if others are in force since the last time. */
  private ask(): void {
    const { policies } = this.state;
    if (policies === this.asked) return;
    this.asked = policies;
    this.quoted = this.policy('CMP0054') !== 'NEW';
    this.search = null;
  }

  // ---- Messages

  issue(mode: MessageMode, text: string): void {
    this.options.onMessage({ mode, text, stack: this.stack() });
  }

  /** The running commands, innermost first, up to the directory's own file. */
  stack(): Message['stack'] {
    const entries: { file: string; line: number; command: string; call: CallNode | null }[] = [];
    const add = (call: CallNode): void => {
      entries.push({ file: call.file, line: call.line, command: call.name, call });
    };
    if (this.current !== null) add(this.current);
    for (let i = this.frames.length - 1; i >= 0; i--) {
      const frame = this.frames[i]!;
      if (frame.kind === 'directory') break;
      if (frame.call !== null && isCalling(frame.kind)) add(frame.call);
    }
    return entries;
  }

  /** Reports a fatal error and returns the signal to stop, or to continue if errors are tolerated. */
  fatal(text: string): Signal {
    this.issue(FATAL, text);
    return this.options.tolerates?.() ? Signal.Normal : Signal.Stop;
  }
}

function changeCallers(
  scope: PolicyScope | null,
  change: (policies: Policies) => Policies,
): PolicyScope | null {
  if (scope?.opened !== 'call') return scope;
  return { ...scope, outer: change(scope.outer), parent: changeCallers(scope.parent, change) };
}
