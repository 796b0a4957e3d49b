import { MAX_ARGUMENTS, MAX_VALUE_BYTES, tooLong } from './value-limits';
import { LimitError } from './evaluation-host';
import type { Interpreter } from './interpreter';
import { splitList } from '../values/semicolon-list';
import { compileArgument, type ArgumentCode, type CallCode } from '../ir/nodes';
import {
  isNameText,
  macroValue,
  substituteMacro,
  type CompiledTemplate,
  type MacroEnvironment,
  type Template,
} from '../ir/template';

/** Makes values of the arguments of commands: references, escapes, lists, and what a macro puts in place. */
export class ArgumentEvaluator {
  private readonly texts = new Map<string, CompiledTemplate & { error: string | null }>();

  /** The argument being evaluated. */
  private argument: ArgumentCode | null = null;

  constructor(private readonly interpreter: Interpreter) {}

  /** The arguments as the command gets them, or null after a fatal error. */
  expand(call: CallCode): string[] | null {
    const values: string[] = [];
    for (const arg of call.args) {
      const value = this.evaluate(arg);
      if (value === null) return null;
      if (arg.kind !== 'unquoted') values.push(value);
      else if (value === '') continue;
      else if (value.indexOf(';') >= 0) this.add(values, splitList(value), value.length);
      else values.push(value);
    }
    return values;
  }

  private add(values: string[], items: readonly string[], length: number): void {
    this.interpreter.work(length);
    if (values.length + items.length > MAX_ARGUMENTS)
      throw new LimitError('bytes', `a command has more than ${MAX_ARGUMENTS} arguments`);
    for (const item of items) values.push(item);
  }

  /** The text of one argument, or null after a fatal error. */
  readonly evaluate = (arg: ArgumentCode): string | null => {
    if (arg.constant !== null) return arg.constant;
    const { macro } = this.interpreter;
    this.argument = arg;
    if (arg.usesMacro && macro !== null) {
      if (arg.fragile || macro.hostile || !namesFit(arg, macro)) {
        const text = substituteMacro(arg.text, macro);
        return this.evaluateText(arg.kind, text, arg.line);
      }
    }
    if (arg.error !== null) return this.syntaxError(arg.text, arg.error, arg.line);
    return this.join(arg.template, arg.line);
  };

  /** The value of a text that stands in no script, or null after a fatal error. */
  evaluateText(kind: ArgumentCode['kind'], text: string, line: number): string | null {
    let compiled = this.texts.get(text);
    if (compiled === undefined) {
      compiled = compileArgument(kind, text, null);
      if (this.texts.size > 5000) this.texts.clear();
      this.texts.set(text, compiled);
    }
    if (compiled.error !== null) return this.syntaxError(text, compiled.error, line);
    return this.join(compiled.template, line);
  }

  private syntaxError(text: string, error: string, line: number): null {
    const file = this.interpreter.current?.file ?? '';
    this.interpreter.issue(
      'FATAL_ERROR',
      `Syntax error in cmake code at\n  ${file}:${line}\nwhen parsing string\n  ${text}\n${error}`,
    );
    return null;
  }

  private join(template: Template, line: number): string {
    if (typeof template === 'string') return template;
    const { macro } = this.interpreter;
    let result = '';
    for (const piece of template) {
      if (typeof piece === 'string') result += piece;
      else if ('argument' in piece) {
        const value = macro === null ? null : macroValue(piece, macro);
        result += value ?? this.interpreter.value(`ARGV${piece.argument}`);
      } else {
        const name = typeof piece.name === 'string' ? piece.name : this.join(piece.name, line);
        result += this.reference(piece.domain, name, line);
      }
      if (result.length > MAX_VALUE_BYTES) throw tooLong();
    }
    return result;
  }

  private unset(name: string): string {
    if (this.argument !== null) this.interpreter.options.onUndefined?.(name, this.argument);
    return '';
  }

  private reference(domain: 'normal' | 'env' | 'cache', name: string, line: number): string {
    switch (domain) {
      case 'normal':
        if (name === 'CMAKE_CURRENT_LIST_LINE') return String(line);
        return this.interpreter.get(name) ?? this.unset(name);
      case 'env':
        return this.interpreter.state.environment.get(name) ?? '';
      case 'cache':
        return this.interpreter.state.cache.get(name)?.value ?? '';
    }
  }
}

function namesFit(arg: ArgumentCode, macro: MacroEnvironment): boolean {
  for (const piece of arg.inNames) {
    const value = macroValue(piece, macro);
    if (value !== null && !isNameText(value)) return false;
  }
  return true;
}
