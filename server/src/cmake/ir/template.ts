import { joinBounded, replaceAllBounded } from '../values/value-limits';
import { intern } from './intern';

/**
 * Arguments with `${…}` references are split once into pieces. Evaluating an argument then means joining its pieces. The
 * rules are those of the NEW behavior of policy CMP0053, which are the only ones since CMake 4.0.
 */

/** A constant, or pieces to join. */
export type Template = string | readonly Piece[];

export type Piece = string | Reference | MacroArgument;

/** `${name}`, `$ENV{name}` or `$CACHE{name}`. */
export interface Reference {
  domain: 'normal' | 'env' | 'cache';
  name: Template;
}

/** The text that a macro call substitutes for `${name}`: one argument, all of them, the rest, or their number. */
export interface MacroArgument {
  argument: number | 'ARGC' | 'ARGV' | 'ARGN';
  /** For `${ARGV3}`: the variable that it refers to if the call has fewer arguments. */
  fallback: Reference | null;
}

/** An argument that is not valid. The message is CMake's own. */
export class TemplateError extends Error {}

/** The text of an argument, split into pieces. */
export interface CompiledTemplate {
  template: Template;
  /** The text mentions an argument of the macro. */
  usesMacro: boolean;
  /**
   * If an argument of the macro contains `\` or `$`, the pieces give a different result from the macro's textual
   * substitution. The text must then be substituted and split again.
   */
  fragile: boolean;
  /** Arguments of the macro inside the name of a reference. */
  inNames: readonly MacroArgument[];
}

/** The maximum length of a parameter name of a macro. */
const MAX_FORMAL = 1000;
const NAME_CHARACTER = /[A-Za-z0-9/_.+-]/;
const VALID_NAME = /^[A-Za-z0-9/_.+-]*$/;

/** Whether a text is valid inside `${…}`. */
export function isNameText(text: string): boolean {
  return VALID_NAME.test(text);
}

/**
 * Splits the text of an argument. `formals` are the parameter names of the macro whose body contains the argument, or null.
 * @throws TemplateError
 */
export function compileTemplate(text: string, formals: readonly string[] | null): CompiledTemplate {
  if (!mayRefer(text)) return { template: text, usesMacro: false, fragile: false, inNames: [] };
  const parser = new TemplateParser(text, formals);
  const template = parser.text(false);
  return { template, usesMacro: parser.usesMacro, fragile: parser.fragile, inNames: parser.inNames };
}

/** Whether a text may contain references or escapes. */
export function mayRefer(text: string): boolean {
  return text.indexOf('$') >= 0 || text.indexOf('\\') >= 0;
}

class TemplateParser {
  usesMacro = false;
  fragile = false;
  inNames: MacroArgument[] = [];
  private at = 0;
  private depth = 0;

  constructor(
    private readonly source: string,
    private readonly formals: readonly string[] | null,
  ) {}

  text(inName: boolean): Template {
    const pieces: Piece[] = [];
    let literal = '';
    const { source } = this;
    for (;;) {
      const char = source.charAt(this.at);
      if (char === '') {
        if (inName) throw new TemplateError('There is an unterminated variable reference.');
        break;
      }
      if (char === '}' && inName) {
        this.at++;
        break;
      }
      if (char === '$') {
        const reference = this.reference(inName);
        if (reference !== null) {
          if ('argument' in reference && /[\\$]$/.test(literal)) this.fragile = true;
          if (literal !== '') pieces.push(intern(literal));
          literal = '';
          pieces.push(reference);
          continue;
        }
      }
      if (char === '\\') {
        literal += this.escape(inName);
        continue;
      }
      if (inName && !NAME_CHARACTER.test(char)) {
        const name = `${literal}${char}`;
        throw new TemplateError(`Invalid character ('${char}') in a variable name: '${name.slice(0, -1)}'`);
      }
      literal += char;
      this.at++;
    }
    if (literal !== '') pieces.push(intern(literal));
    if (pieces.length === 0) return '';
    return pieces.length === 1 && typeof pieces[0] === 'string' ? pieces[0] : pieces;
  }

  private reference(inName: boolean): Reference | MacroArgument | null {
    const { source, at } = this;
    const rest = source.startsWith('{', at + 1)
      ? ({ domain: 'normal', skip: 2 } as const)
      : source.startsWith('ENV{', at + 1)
        ? ({ domain: 'env', skip: 5 } as const)
        : source.startsWith('CACHE{', at + 1)
          ? ({ domain: 'cache', skip: 7 } as const)
          : null;
    if (rest === null) {
      const other = /^[A-Za-z0-9/_.+-]+\{/.exec(source.slice(at + 1, at + 80));
      if (other !== null)
        throw new TemplateError(
          `Syntax $${other[0]}} is not supported.  Only \${}, $ENV{}, and $CACHE{} are allowed.`,
        );
      return null;
    }
    if (rest.domain === 'normal' && this.formals !== null) {
      const macro = this.macroArgument(inName);
      if (macro !== null) return macro;
    }
    if (++this.depth > 200) throw new TemplateError('The variable references nest too deeply.');
    this.at += rest.skip;
    const name = this.text(true);
    this.depth--;
    return { domain: rest.domain, name };
  }

  private macroArgument(inName: boolean): MacroArgument | null {
    const length = this.source.slice(this.at, this.at + MAX_FORMAL).indexOf('}');
    if (length < 0) return null;
    const end = this.at + length;
    const name = this.source.slice(this.at + 2, end);
    let found: MacroArgument | null = null;
    const formal = this.formals!.indexOf(name);
    if (formal >= 0) found = { argument: formal, fallback: null };
    else if (name === 'ARGC' || name === 'ARGV' || name === 'ARGN')
      found = { argument: name, fallback: null };
    else if (/^ARGV(0|[1-9][0-9]*)$/.test(name))
      found = { argument: Number(name.slice(4)), fallback: { domain: 'normal', name } };
    if (found === null) return null;
    this.at = end + 1;
    this.usesMacro = true;
    if (inName) this.inNames.push(found);
    return found;
  }

  private escape(inName: boolean): string {
    const next = this.source.charAt(this.at + 1);
    if (this.formals !== null && next === '$') {
      const here = this.at;
      this.at++;
      const macro = this.source.charAt(here + 2) === '{' ? this.macroArgument(inName) : null;
      this.at = here;
      if (macro !== null) this.fragile = true;
    }
    this.at += 2;
    switch (next) {
      case 't':
        return '\t';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case ';':
        return inName ? ';' : '\\;';
      case '':
        throw new TemplateError("Invalid character escape '\\' (at end of input).");
      default:
        if (/[A-Za-z0-9]/.test(next)) throw new TemplateError(`Invalid character escape '\\${next}'.`);
        return next;
    }
  }
}

/** The arguments of a macro call. */
export interface MacroEnvironment {
  formals: readonly string[];
  values: readonly string[];
  /** An argument contains `\` or `$`, which take effect again after substitution into the body. */
  hostile: boolean;
}

/** The arguments of a call, with whether they are hostile. */
export function macroEnvironment(formals: readonly string[], values: readonly string[]): MacroEnvironment {
  let hostile = false;
  for (const value of values) if (mayRefer(value)) hostile = true;
  return { formals, values, hostile };
}

/** All arguments, and the arguments after the named ones. */
const argvOf = ({ values }: MacroEnvironment): string => joinBounded(values, ';');
const argnOf = ({ formals, values }: MacroEnvironment): string =>
  joinBounded(values.slice(formals.length), ';');

/**
 * Replaces the arguments of a macro in the text of an argument of its body. Like CMake, it replaces one name after the
 * other.
 */
export function substituteMacro(text: string, environment: MacroEnvironment): string {
  if (!text.includes('${')) return text;
  let result = text;
  const put = (name: string, value: () => string): void => {
    const reference = `\${${name}}`;
    if (result.includes(reference)) result = replaceAllBounded(result, reference, value());
  };
  environment.formals.forEach((formal, index) => put(formal, () => environment.values[index] ?? ''));
  put('ARGC', () => String(environment.values.length));
  put('ARGN', () => argnOf(environment));
  put('ARGV', () => argvOf(environment));
  if (result.includes('${ARGV'))
    environment.values.forEach((value, index) => put(`ARGV${index}`, () => value));
  return result;
}

/** The text that a macro call substitutes for a piece, or null if the piece refers to a variable instead. */
export function macroValue(piece: MacroArgument, environment: MacroEnvironment): string | null {
  switch (piece.argument) {
    case 'ARGC':
      return String(environment.values.length);
    case 'ARGV':
      return argvOf(environment);
    case 'ARGN':
      return argnOf(environment);
    default: {
      const value = environment.values[piece.argument];
      return value ?? (piece.fallback === null ? '' : null);
    }
  }
}
