import type { Argument, Command, Script, Statement } from '../syntax/ast';
import { toByteString } from '../values/byte-string';
import { splitList } from '../values/semicolon-list';
import { loopSearch, markChains } from './dispatch-chain';
import { intern } from './intern';
import type { ArgumentNode, CallNode, DefinitionNode, Node, Program } from './nodes';
import {
  compileTemplate,
  mayRefer,
  substituteMacro,
  TemplateError,
  type CompiledTemplate,
  type MacroEnvironment,
} from './template';

/** Compiles a whole script. */
export function compileScript(path: string, script: Script): Program {
  return { path, statements: new Compiler(path, null, []).statements(script.statements) };
}

/**
 * Compiles the body of a function (`formals` is null) or of a macro. `outer` are the calls of the macros whose bodies
 * contain the definition, outermost first. Their arguments are substituted into the text.
 */
export function compileBody(
  file: string,
  definition: DefinitionNode,
  formals: readonly string[] | null,
  outer: readonly MacroEnvironment[],
): Node[] {
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

/** Compiles the text of one argument. An error becomes part of the result. */
export function compileArgument(
  kind: ArgumentNode['kind'],
  text: string,
  formals: readonly string[] | null,
): CompiledTemplate & { error: string | null } {
  if (kind === 'bracket' || !mayRefer(text))
    return { template: text, usesMacro: false, fragile: false, inNames: NO_NAMES, error: null };
  try {
    return { ...compileTemplate(text, formals), error: null };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    // In a macro, the text with the error may never be evaluated in this form.
    const usesMacro = formals !== null;
    return { template: text, usesMacro, fragile: true, inNames: NO_NAMES, error: error.message };
  }
}

class Compiler {
  constructor(
    private readonly file: string,
    private readonly formals: readonly string[] | null,
    private readonly outer: readonly MacroEnvironment[],
  ) {}

  statements(statements: readonly Statement[]): Node[] {
    const body = statements.map((statement) => this.statement(statement));
    markChains(body);
    return body;
  }

  private statement(statement: Statement): Node {
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

  private call(command: Command): CallNode {
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
      condition: undefined,
    };
  }

  private argument({ kind, text: written, range }: Argument): ArgumentNode {
    let text = toByteString(written);
    if (text.indexOf('\r') >= 0) text = text.replaceAll('\r\n', '\n');
    if (kind === 'quoted') text = joinContinuations(text);
    if (kind !== 'bracket') for (const environment of this.outer) text = substituteMacro(text, environment);
    text = intern(text);
    const { template, usesMacro, fragile, inNames, error } = compileArgument(kind, text, this.formals);
    const constant = typeof template === 'string' && error === null && !usesMacro ? template : null;
    // All objects have the same shape, because they are read more often than any others.
    const line = range.start.line + 1;
    return { kind, text, line, range, template, usesMacro, fragile, inNames, error, constant };
  }
}

/** Removes each backslash at the end of a line in a quoted argument, together with the line break. */
function joinContinuations(text: string): string {
  return text.indexOf('\\') >= 0 && text.includes('\\\n')
    ? text.replace(/\\(\n|[^])/g, (all, next) => (next === '\n' ? '' : all))
    : text;
}

function constantArguments(args: readonly ArgumentNode[]): string[] | null {
  const values: string[] = [];
  for (const { kind, constant } of args) {
    if (constant === null) return null;
    if (kind === 'unquoted' && constant.indexOf(';') >= 0) values.push(...splitList(constant).map(intern));
    else if (kind !== 'unquoted' || constant !== '') values.push(constant);
  }
  return values;
}
