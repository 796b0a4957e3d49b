import { MAX_VALUE_BYTES, tooLong } from '../../values/value-limits';
import { isOff } from '../../values/truth';
import type { CommandContext } from '../command';

/** The options of `configure_file` and `string(CONFIGURE)`. */
export interface ConfigureOptions {
  atOnly: boolean;
  escapeQuotes: boolean;
}

const DEFINE = /#([ \t]*)cmakedefine[ \t]+([A-Za-z_0-9]*)/;
const DEFINE_01 = /#([ \t]*)cmakedefine01[ \t]+([A-Za-z_0-9]*)/;
/** Matches lines that configuring may change. */
const MAY_CHANGE = /[@$]|#[ \t]*cmakedefine/;
const PLAIN = /[^@$}]*/y;
const AT_REFERENCE = /@([A-Za-z0-9/_.+-]+)@/g;
const AT_HERE = /@([A-Za-z0-9/_.+-]+)@/y;

/** Configures a text as `configure_file` and `string(CONFIGURE)` do. */
export function configureText(context: CommandContext, text: string, options: ConfigureOptions): string {
  const lines = text.includes('cmakedefine')
    ? text
        .split('\n')
        .map((line) => configureLine(context, line))
        .join('\n')
    : text;
  let length = 0;
  const value = (name: string): string => {
    const found = context.value(name);
    const shown = options.escapeQuotes ? found.replaceAll('"', '\\"') : found;
    length += shown.length;
    if (length > MAX_VALUE_BYTES) throw tooLong();
    return shown;
  };
  if (options.atOnly) return lines.replace(AT_REFERENCE, (_, name: string) => value(name));
  return new ReferenceFiller(lines, value, context).fill();
}

/** Configures the contents of a file as `configure_file` does. Each line ends with `newline`. */
export function configureFile(
  context: CommandContext,
  content: string,
  options: ConfigureOptions,
  newline: string,
): string {
  const simple = options.atOnly && !options.escapeQuotes;
  let result = '';
  for (const { text, plain, atReferences } of partsOf(content)) {
    if (!plain) {
      if (atReferences === null || !simple) result += configureText(context, text, options);
      else
        for (let i = 0; i < atReferences.length; i++)
          result += (i & 1) === 0 ? atReferences[i]! : context.value(atReferences[i]!);
    } else result += newline === '\n' ? text : text.replaceAll('\n', newline);
    if (result.length > MAX_VALUE_BYTES) throw tooLong();
    result += newline;
  }
  return result;
}

/** A single line that configuring may change, or all the lines between two of them. */
interface Part {
  text: string;
  plain: boolean;
  /** The line split at its `@…@`: texts and names alternate. Null if it also has a `#cmakedefine`. */
  atReferences: readonly string[] | null;
}

const knownParts = new Map<string, readonly Part[]>();
const MAX_KNOWN_PARTS = 50;

/** A template is configured hundreds of times, so its changeable parts are looked up only once. */
function partsOf(content: string): readonly Part[] {
  const known = knownParts.get(content);
  if (known !== undefined) return known;
  const lines = content.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines[lines.length - 1] === '') lines.pop();
  const parts: Part[] = [];
  let plain: string[] = [];
  const endPlain = (): void => {
    if (plain.length > 0) parts.push({ text: plain.join('\n'), plain: true, atReferences: null });
    plain = [];
  };
  for (const line of lines) {
    if (!MAY_CHANGE.test(line)) {
      plain.push(line);
      continue;
    }
    endPlain();
    const atReferences = line.includes('cmakedefine') ? null : line.split(AT_REFERENCE);
    parts.push({ text: line, plain: false, atReferences });
  }
  endPlain();
  if (knownParts.size >= MAX_KNOWN_PARTS) knownParts.clear();
  knownParts.set(content, parts);
  return parts;
}

function configureLine(context: CommandContext, line: string): string {
  const define = DEFINE.exec(line);
  if (define !== null) {
    const [, indent, name] = define;
    if (!isOff(context.value(name!))) return line.replace(`#${indent}cmakedefine`, () => `#${indent}define`);
    return `/* #${indent}undef ${name} */`;
  }
  const define01 = DEFINE_01.exec(line);
  if (define01 === null) return line;
  const [, indent, name] = define01;
  const replaced = line.replace(`#${indent}cmakedefine01`, () => `#${indent}define`);
  return replaced + (isOff(context.value(name!)) ? ' 0' : ' 1');
}

/** Replaces `@x@`, `${x}` (also nested), `$ENV{x}` and `$CACHE{x}`. Everything else stays as it is. */
class ReferenceFiller {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly value: (name: string) => string,
    private readonly context: CommandContext,
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
        AT_HERE.lastIndex = this.at;
        const match = AT_HERE.exec(text);
        if (match) {
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
          else if (open === 'ENV{') result += this.context.state.environment.get(name) ?? '';
          else result += this.context.state.cache.get(name)?.value ?? '';
          continue;
        }
      }
      result += char;
      this.at++;
      PLAIN.lastIndex = this.at;
      const plain = PLAIN.exec(text)![0];
      result += plain;
      this.at += plain.length;
    }
    return result;
  }
}
