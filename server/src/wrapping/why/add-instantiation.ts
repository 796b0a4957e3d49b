import type { Command, Script } from '../../cmake/syntax/ast';
import { visitCommands } from '../../cmake/syntax/visit';
import { MangledNames } from './mangled-names';

/** A line to insert into a `.wrap` file. */
export interface NewLine {
  file: string;
  /** The line before which it is inserted, from 0. */
  line: number;
  text: string;
}

/**
 * The `itk_wrap_template()` line that wraps an instantiation of a class, in the class's own block of a `.wrap` file. Null if the
 * file has no such block. If ITK has no variables for an argument, the line has its text and a name like those of ITK.
 * @param variables the variables that the file sees, among them ITK's `ITKT_…` and `ITKM_…`
 */
export function lineToAdd(
  { file, script, text }: { file: string; script: Script; text: string },
  className: string,
  args: readonly string[],
  variables: ReadonlyMap<string, string>,
): NewLine | null {
  const end = endOfClass(script, className);
  if (end === null) return null;
  const names = new MangledNames(variables);
  const mangled = args.map((argument) => names.referenceTo(argument)).join('');
  const types = args.map((argument) => names.typeReference(argument)).join(', ');
  const { line } = end.range.start;
  const lines = text.split('\n');
  const own = /^\s*/.exec(lines[line] ?? '')![0];
  return { file, line, text: `${own}  itk_wrap_template("${mangled}" "${types}")` };
}

/** The text with the lines in it. All of them count lines as they are before. */
export function withLines(text: string, lines: readonly NewLine[]): string {
  const all = text.split('\n');
  for (const { line, text: added } of lines.toSorted((a, b) => b.line - a.line)) all.splice(line, 0, added);
  return all.join('\n');
}

/** The `itk_end_wrap_class()` of a class. */
function endOfClass(script: Script, className: string): Command | null {
  let isOpen = false;
  for (const { command } of visitCommands(script.statements)) {
    const id = command.name.toLowerCase();
    if (id === 'itk_wrap_class' || id === 'itk_wrap_named_class')
      isOpen = command.args[0]?.text === className;
    else if (id === 'itk_end_wrap_class' && isOpen) return command;
  }
  return null;
}
