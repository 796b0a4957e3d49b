import { isOff } from './condition';
import type { Interpreter } from './interpreter';

export interface ConfigureOptions {
  atOnly: boolean;
  escapeQuotes: boolean;
}

const DEFINE = /#([ \t]*)cmakedefine[ \t]+([A-Za-z_0-9]*)/;
const DEFINE_01 = /#([ \t]*)cmakedefine01[ \t]+([A-Za-z_0-9]*)/;
const AT_REFERENCE = /@([A-Za-z0-9/_.+-]+)@/g;

/** Fills in a text as `configure_file` and `string(CONFIGURE)` do. */
export function configureText(interpreter: Interpreter, text: string, options: ConfigureOptions): string {
  const lines = text.includes('cmakedefine')
    ? text
        .split('\n')
        .map((line) => configureLine(interpreter, line))
        .join('\n')
    : text;
  const value = (name: string): string => {
    const found = interpreter.value(name);
    return options.escapeQuotes ? found.replaceAll('"', '\\"') : found;
  };
  if (options.atOnly) return lines.replace(AT_REFERENCE, (_, name: string) => value(name));
  return new ReferenceFiller(lines, value, interpreter).fill();
}

/** The contents of a file as `configure_file` writes them: each line ends in `newline`. */
export function configureFile(
  interpreter: Interpreter,
  content: string,
  options: ConfigureOptions,
  newline: string,
): string {
  const lines = content.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  let result = '';
  for (const line of lines) result += configureText(interpreter, line.replace(/\r$/, ''), options) + newline;
  return result;
}

function configureLine(interpreter: Interpreter, line: string): string {
  const define = DEFINE.exec(line);
  if (define !== null) {
    const [, indent, name] = define;
    if (!isOff(interpreter.value(name!)))
      return line.replace(`#${indent}cmakedefine`, () => `#${indent}define`);
    return `/* #${indent}undef ${name} */`;
  }
  const define01 = DEFINE_01.exec(line);
  if (define01 === null) return line;
  const [, indent, name] = define01;
  const replaced = line.replace(`#${indent}cmakedefine01`, () => `#${indent}define`);
  return replaced + (isOff(interpreter.value(name!)) ? ' 0' : ' 1');
}

/** Replaces `@x@`, `${x}` (nested too), `$ENV{x}` and `$CACHE{x}`. What is no reference stays as it is. */
class ReferenceFiller {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly value: (name: string) => string,
    private readonly interpreter: Interpreter,
  ) {}

  fill(): string {
    return this.until('');
  }

  private until(close: '' | '}'): string {
    const { text } = this;
    let result = '';
    while (this.at < text.length) {
      const char = text[this.at]!;
      if (char === close) {
        this.at++;
        return result;
      }
      if (char === '@') {
        AT_REFERENCE.lastIndex = this.at;
        const match = AT_REFERENCE.exec(text);
        if (match?.index === this.at) {
          result += this.value(match[1]!);
          this.at += match[0].length;
          continue;
        }
      } else if (char === '$') {
        const open = ['{', 'ENV{', 'CACHE{'].find((form) => text.startsWith(form, this.at + 1));
        if (open !== undefined) {
          this.at += 1 + open.length;
          const name = this.until('}');
          if (open === '{') result += this.value(name);
          else if (open === 'ENV{') result += this.interpreter.state.environment.get(name) ?? '';
          else result += this.interpreter.state.cache.get(name)?.value ?? '';
          continue;
        }
      }
      result += char;
      this.at++;
    }
    return result;
  }
}
