import type { Argument, Command, Script, Statement } from '../syntax/ast';
import { toByteString } from '../values/byte-string';
import type { CompiledCondition } from './compile-condition';
import { intern } from './intern';
import { splitList } from '../values/semicolon-list';
import { loopSearch, markChains, type Chain, type LoopSearch } from './dispatch-chain';
import {
  compileTemplate,
  mayRefer,
  TemplateError,
  type CompiledTemplate,
  type MacroEnvironment,
  substituteMacro,
} from './template';
import type { Range } from '../../shared/text-range';

/**
 * A script made ready to run: names in lower case, arguments split into templates. The bodies of functions and
 * macros stay as syntax until they are called.
 */
export interface Program {
  path: string;
  statements: Code[];
}

export type Code = CallCode | IfCode | ForeachCode | WhileCode | DefinitionCode | BlockCode;

/** One command with its arguments: also the opening one of a block. */
export interface CallCode {
  kind: 'call';
  name: string;
  /** In lower case. */
  id: string;
  args: ArgumentCode[];
  /** All arguments expanded, where none refers to anything. Do not change. */
  constant: string[] | null;
  /** From 1. */
  line: number;
  file: string;
  range: Range;
  /** What `id` meant when it was last looked up, and when that was. */
  target: unknown;
  targetEpoch: number;
  /** Of `if` and `while`: the condition as a tree, null where it must be reduced each time, undefined before. */
  condition: CompiledCondition | null | undefined;
}

export interface ArgumentCode extends CompiledTemplate {
  kind: 'unquoted' | 'quoted' | 'bracket';
  /** The text as a macro substitutes it. */
  text: string;
  /** Why the text cannot be evaluated; said when it is. */
  error: string | null;
  /** The value, where it is always the same. */
  constant: string | null;
  line: number;
  range: Range;
}

export interface IfCode {
  kind: 'if';
  branches: { open: CallCode; isElse: boolean; body: Code[] }[];
  /** The chain of comparisons that it is part of. */
  chain: Chain | null;
}

export interface ForeachCode {
  kind: 'foreach';
  open: CallCode;
  body: Code[];
  search: LoopSearch | null;
}

export interface WhileCode {
  kind: 'while';
  open: CallCode;
  body: Code[];
}

export interface BlockCode {
  kind: 'block';
  open: CallCode;
  body: Code[];
}

export interface DefinitionCode {
  kind: 'definition';
  type: 'function' | 'macro';
  open: CallCode;
  body: readonly Statement[];
  /** The macro calls that the body's text was substituted with, the outermost first. */
  outer: readonly MacroEnvironment[];
  /** The body made ready, and the parameter names it was made ready for; null for a function. */
  compiled: { formals: readonly string[] | null; body: Code[] } | null;
}

export function compileScript(path: string, script: Script): Program {
  return { path, statements: new Compiler(path, null, []).statements(script.statements) };
}

/**
 * Makes the body of a function (`formals` null) or macro ready. `outer` are the calls of macros in whose body the
 * definition stood, outermost first: their arguments are substituted into the text.
 */
export function compileBody(
  file: string,
  definition: DefinitionCode,
  formals: readonly string[] | null,
  outer: readonly MacroEnvironment[],
): Code[] {
  if (outer.length > 0) return new Compiler(file, formals, outer).statements(definition.body);
  const { compiled } = definition;
  // The same code is hardly ever defined with other parameters.
  if (compiled !== null && sameNames(compiled.formals, formals)) return compiled.body;
  const body = new Compiler(file, formals, []).statements(definition.body);
  definition.compiled = { formals, body };
  return body;
}

function sameNames(a: readonly string[] | null, b: readonly string[] | null): boolean {
  if (a === b) return true;
  return a !== null && b !== null && a.length === b.length && a.every((name, index) => name === b[index]);
}

const NO_NAMES: CompiledTemplate['inNames'] = [];

/** Compiles the text of one argument; an error stands in the result. */
export function compileArgument(
  kind: ArgumentCode['kind'],
  text: string,
  formals: readonly string[] | null,
): CompiledTemplate & { error: string | null } {
  const plain = { usesMacro: false, fragile: false, inNames: NO_NAMES, error: null };
  if (kind === 'bracket' || !mayRefer(text)) return { ...plain, template: text };
  try {
    return { ...compileTemplate(text, formals), error: null };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    // In a macro the error may be in a text that is never evaluated as it stands.
    return { ...plain, template: text, usesMacro: formals !== null, fragile: true, error: error.message };
  }
}

class Compiler {
  constructor(
    private readonly file: string,
    private readonly formals: readonly string[] | null,
    private readonly outer: readonly MacroEnvironment[],
  ) {}

  statements(statements: readonly Statement[]): Code[] {
    const body = statements.map((statement) => this.statement(statement));
    markChains(body);
    return body;
  }

  private statement(statement: Statement): Code {
    if (statement.kind === 'command') return this.call(statement);
    const first = statement.branches[0]!;
    switch (statement.type) {
      case 'if':
        return {
          kind: 'if',
          chain: null,
          branches: statement.branches.map((branch, index) => ({
            open: this.call(branch.open),
            isElse: index > 0 && branch.open.name.toLowerCase() === 'else',
            body: this.statements(branch.body),
          })),
        };
      case 'function':
      case 'macro':
        return {
          kind: 'definition',
          type: statement.type,
          open: this.call(first.open),
          body: first.body,
          outer: this.outer,
          compiled: null,
        };
      case 'foreach': {
        const loop = { open: this.call(first.open), body: this.statements(first.body) };
        return { kind: 'foreach', ...loop, search: loopSearch(loop) };
      }
      default:
        return { kind: statement.type, open: this.call(first.open), body: this.statements(first.body) };
    }
  }

  private call(command: Command): CallCode {
    const args = command.args.map((argument) => this.argument(argument));
    return {
      kind: 'call',
      name: intern(command.name),
      id: intern(command.name.toLowerCase()),
      args,
      constant: constantArguments(args),
      line: command.range.start.line + 1,
      file: this.file,
      range: command.range,
      target: undefined,
      targetEpoch: -1,
      condition: undefined,
    };
  }

  private argument({ kind, text: written, range }: Argument): ArgumentCode {
    let text = toByteString(written);
    if (text.indexOf('\r') >= 0) text = text.replaceAll('\r\n', '\n');
    if (kind === 'quoted') text = joinContinuations(text);
    if (kind !== 'bracket') for (const environment of this.outer) text = substituteMacro(text, environment);
    text = intern(text);
    const compiled = compileArgument(kind, text, this.formals);
    const { template, usesMacro, fragile, inNames, error } = compiled;
    const constant = typeof template === 'string' && error === null && !usesMacro ? template : null;
    // All in one shape: they are looked at more often than anything else.
    const line = range.start.line + 1;
    return { kind, text, line, range, template, usesMacro, fragile, inNames, error, constant };
  }
}

/** A backslash at the end of a line in a quoted argument takes the line break away. */
function joinContinuations(text: string): string {
  return text.indexOf('\\') >= 0 && text.includes('\\\n')
    ? text.replace(/\\(\n|[^])/g, (all, next) => (next === '\n' ? '' : all))
    : text;
}

function constantArguments(args: readonly ArgumentCode[]): string[] | null {
  const values: string[] = [];
  for (const { kind, constant } of args) {
    if (constant === null) return null;
    if (kind === 'unquoted') values.push(...splitList(constant).map(intern));
    else values.push(constant);
  }
  return values;
}
