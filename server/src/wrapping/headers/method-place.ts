import type { Location } from '../../shared/text-range';
import type { WorkspaceIndex } from '../index/workspace-index';

/**
 * Where a class declares a method: the first line of the class that names it, or that names what a macro such as
 * `itkSetMacro(Radius, …)` makes a method of. The line of the class if there is none. Null if no header defines the class.
 */
export function methodPlace(index: WorkspaceIndex, className: string, method: string): Location | null {
  const found = index.classNamed(className);
  if (!found) return null;
  const lines = (index.textOf(found.file) ?? '').split('\n').slice(found.line);
  const plain = method.replace(/\W/g, '');
  const stem = plain.replace(/^(?:Set|Get)(?:Modifiable)?/, '');
  for (const pattern of [`\\b${plain}\\s*\\(`, `\\bitk\\w+Macro\\(\\s*${stem}\\b`]) {
    const n = lines.findIndex((line) => new RegExp(pattern).test(line));
    if (n >= 0 && plain !== '') return at(found.file, found.line + n, Math.max(0, lines[n]!.search(/\S/)));
  }
  return at(found.file, found.line, found.character);
}

function at(file: string, line: number, character: number): Location {
  const position = { line, character };
  return { file, range: { start: position, end: position } };
}
