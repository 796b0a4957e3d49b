import type { Script } from '../../cmake/syntax/ast';
import { innerRange, visitCommands } from '../../cmake/syntax/visit';
import type { Range } from '../../shared/text-range';

/**
 * What `wrap_type(class prefix header)` up to `end_wrap_type()` makes: the variables `ITKT_`, `ITKM_` and `ITKN_` of each
 * template added between them. Source: WrapITKTypes.cmake.
 */
export interface TypeFamily {
  className: string;
  prefix: string;
  headers: string[];
  /** The class between its quotes. */
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

/** The part of `ITKT_IF2` after its table's name: `IF2`. Null of other variables. */
export function tableEntry(variable: string): { table: 'T' | 'M' | 'N'; entry: string } | null {
  const found = TABLE.exec(variable);
  return found ? { table: found[1] as 'T' | 'M' | 'N', entry: found[2]! } : null;
}

/** The families that an entry of the tables may belong to, best first: those with the longest prefix of its name. */
export function familiesOfEntry(families: readonly TypeFamily[], entry: string): TypeFamily[] {
  const fixed = entry.split('${')[0] ?? '';
  const fitting = families.filter(
    ({ prefix }) => prefix !== '' && !prefix.includes('$') && fixed.startsWith(prefix),
  );
  const longest = Math.max(0, ...fitting.map(({ prefix }) => prefix.length));
  return fitting.filter(({ prefix }) => prefix.length === longest);
}
