import type { Command, Script, Statement } from '../syntax/ast';
import { visitCommands } from '../syntax/visit';
import { formatText } from './format';
import type { FormatOptions } from './options';

/** A text with its tree. */
export interface Source {
  text: string;
  script: Script;
}

/** The formatted text. The text itself if it has errors, or if formatting would change its meaning. */
export function formattedText(
  { text, script }: Source,
  parse: (text: string) => Script,
  options: FormatOptions,
): string {
  if (script.errors.some(({ severity }) => severity === 'error')) return text;
  const formatted = formatText(text, options);
  if (formatted === text) return text;
  return sameMeaning(parse(formatted).statements, script.statements) ? formatted : text;
}

/** Whether two scripts mean the same to CMake: the same commands, ignoring case, with the same arguments. */
export function sameMeaning(a: readonly Statement[], b: readonly Statement[]): boolean {
  const others = visitCommands(b);
  for (const { command } of visitCommands(a)) {
    const other = others.next();
    if (other.done || !sameCommand(command, other.value.command)) return false;
  }
  return others.next().done === true;
}

function sameCommand(a: Command, b: Command): boolean {
  return (
    a.name.toLowerCase() === b.name.toLowerCase() &&
    a.args.length === b.args.length &&
    a.args.every(({ kind, text }, n) => kind === b.args[n]!.kind && text === b.args[n]!.text)
  );
}
