import * as l10n from '@vscode/l10n';
import { MAX_ARGUMENTS, MAX_VALUE_BYTES, tooLong } from '../values/value-limits';
import { LimitError } from '../values/evaluation-limits';
import type { EvaluationContext } from './evaluation-context';
import { splitList } from '../values/semicolon-list';
import { compileArgument } from '../ir/compile';
import type { ArgumentNode, CallNode } from '../ir/nodes';
import {
  isNameText,
  macroValue,
  substituteMacro,
  type CompiledTemplate,
  type MacroEnvironment,
  type Template,
} from '../ir/template';

/** Turns the arguments of commands into values: expands references, escapes, lists, and arguments of macros. */
export class ArgumentEvaluator {
  private readonly texts = new Map<string, CompiledTemplate & { error: string | null }>();

  /** The argument that is being evaluated. */
  private argument: ArgumentNode | null = null;

  constructor(private readonly context: EvaluationContext) {}

  /** The expanded arguments of a command, or null after a fatal error. */
  expand(call: CallNode): string[] | null {
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
    this.context.work(length);
    if (values.length + items.length > MAX_ARGUMENTS)
      throw new LimitError('bytes', l10n.t('a command has more than {0} arguments', MAX_ARGUMENTS));
    for (const item of items) values.push(item);
  }

  /** The text of one argument, or null after a fatal error. */
  readonly evaluate = (arg: ArgumentNode): string | null => {
    if (arg.constant !== null) return arg.constant;
    const { macro } = this.context;
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

  /** The value of a text that is not part of a script, or null after a fatal error. */
  evaluateText(kind: ArgumentNode['kind'], text: string, line: number): string | null {
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
    const file = this.context.current?.file ?? '';
    this.context.issue(
      'FATAL_ERROR',
      `Syntax error in cmake code at\n  ${file}:${line}\nwhen parsing string\n  ${text}\n${error}`,
    );
    return null;
  }

  private join(template: Template, line: number): string {
    if (typeof template === 'string') return template;
    const { macro } = this.context;
    let result = '';
    for (const piece of template) {
      if (typeof piece === 'string') result += piece;
      else if ('argument' in piece) {
        const value = macro === null ? null : macroValue(piece, macro);
        result += value ?? this.context.value(`ARGV${piece.argument}`);
      } else {
        const name = typeof piece.name === 'string' ? piece.name : this.join(piece.name, line);
        result += this.reference(piece.domain, name, line);
      }
      if (result.length > MAX_VALUE_BYTES) throw tooLong();
    }
    return result;
  }

  private unset(name: string): string {
    if (this.argument !== null) this.context.options.onUndefined?.(name, this.argument);
    return '';
  }

  private reference(domain: 'normal' | 'env' | 'cache', name: string, line: number): string {
    switch (domain) {
      case 'normal':
        if (name === 'CMAKE_CURRENT_LIST_LINE') return String(line);
        return this.context.get(name) ?? this.unset(name);
      case 'env':
        return this.context.state.environment.get(name) ?? '';
      case 'cache':
        return this.context.state.cache.get(name)?.value ?? '';
    }
  }
}

function namesFit(arg: ArgumentNode, macro: MacroEnvironment): boolean {
  for (const piece of arg.inNames) {
    const value = macroValue(piece, macro);
    if (value !== null && !isNameText(value)) return false;
  }
  return true;
}
