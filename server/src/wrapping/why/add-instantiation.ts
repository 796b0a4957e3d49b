import type { Command, Script } from '../../cmake/syntax/ast';
import { visitCommands } from '../../cmake/syntax/visit';
import { normalized } from '../index/type-names';

/** A line to insert into a `.wrap` file. */
export interface NewLine {
  file: string;
  /** The line before which it is inserted, from 0. */
  line: number;
  text: string;
}

/**
 * The `itk_wrap_template()` line that wraps an instantiation of a class, in the class's own block of a `.wrap` file. Null if the
 * file has no such block, or if ITK has no variables for the arguments.
 * @param variables the variables that the file sees, among them ITK's `ITKT_…` and `ITKM_…`
 */
export function lineToAdd(
  { file, script, text }: { file: string; script: Script; text: string },
  className: string,
  args: readonly string[],
  variables: ReadonlyMap<string, string>,
): NewLine | null {
  const end = endOfClass(script, className);
  const names = args.map((argument) => variableOf(argument, variables));
  if (end === null || names.some((name) => name === null)) return null;
  const mangled = names.map((name) => `\${ITKM_${name}}`).join('');
  const types = names.map((name) => `\${ITKT_${name}}`).join(', ');
  const { line } = end.range.start;
  const lines = text.split('\n');
  const own = /^\s*/.exec(lines[line] ?? '')![0];
  return { file, line, text: `${own}  itk_wrap_template("${mangled}" "${types}")` };
}

/** The text with the line in it. */
export function withLine(text: string, { line, text: added }: NewLine): string {
  const lines = text.split('\n');
  lines.splice(line, 0, added);
  return lines.join('\n');
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

/** `IF2` if `ITKT_IF2` is the type and `ITKM_IF2` its mangled name. */
function variableOf(cppType: string, variables: ReadonlyMap<string, string>): string | null {
  const wanted = normalized(cppType);
  for (const [name, value] of variables)
    if (name.startsWith('ITKT_') && normalized(value) === wanted) {
      const suffix = name.slice('ITKT_'.length);
      if ((variables.get(`ITKM_${suffix}`) ?? '') !== '') return suffix;
    }
  return null;
}
