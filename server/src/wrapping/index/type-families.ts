import type { Script } from '../../cmake/syntax/ast';
import { innerRange, visitCommands } from '../../cmake/syntax/visit';
import type { Range } from '../../shared/text-range';

/**
 * What the commands from `wrap_type(class prefix header)` to `end_wrap_type()` make: the variables `ITKT_`, `ITKM_` and
 * `ITKN_` of each template between them. Source: WrapITKTypes.cmake.
 */
export interface TypeFamily {
  className: string;
  prefix: string;
  headers: string[];
  /** The name of the class inside its quotes. */
  range: Range;
  templates: { mangle: string; parameters: string }[];
}

/** The families of a script, in order. */
export function typeFamilies(script: Script): TypeFamily[] {
  const families: TypeFamily[] = [];
  let open: TypeFamily | undefined;
  for (const { command } of visitCommands(script.statements)) {
    const name = command.name.toLowerCase();
    const [first, second, ...rest] = command.args;
    if (name === 'wrap_type' && first && second) {
      open = {
        className: first.text,
        prefix: second.text,
        headers: rest.map(({ text }) => text),
        range: innerRange(first),
        templates: [],
      };
      families.push(open);
    } else if (name === 'end_wrap_type') {
      open = undefined;
    } else if (name === 'add_template' && open && first && second) {
      open.templates.push({ mangle: first.text, parameters: second.text });
    }
  }
  return families;
}

const TABLE = /^ITK([TMN])_(.+)$/;

/** Splits a variable such as `ITKT_IF2` into its table and its entry `IF2`. Null for other variables. */
export function tableEntry(variable: string): { table: 'T' | 'M' | 'N'; entry: string } | null {
  const found = TABLE.exec(variable);
  return found ? { table: found[1] as 'T' | 'M' | 'N', entry: found[2]! } : null;
}

/** The families that an entry of the tables may belong to, best first: those with the longest matching prefix. */
export function familiesOfEntry(families: readonly TypeFamily[], entry: string): TypeFamily[] {
  const fixed = entry.split('${')[0] ?? '';
  const fitting = families.filter(
    ({ prefix }) => prefix !== '' && !prefix.includes('$') && fixed.startsWith(prefix),
  );
  const longest = Math.max(0, ...fitting.map(({ prefix }) => prefix.length));
  return fitting.filter(({ prefix }) => prefix.length === longest);
}
