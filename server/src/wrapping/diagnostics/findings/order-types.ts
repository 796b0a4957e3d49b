import path from 'node:path';
import { contains } from '../../../cmake/syntax/visit';
import type { Range } from '../../../shared/text-range';
import { typeNameOfWrap } from '../../index/script-facts';
import type { ScriptContext } from '../rule';
import { orderCommands } from './order-variables';

/** The types in each order of a module. Names with a variable are excluded. */
export function listedTypes(context: ScriptContext): { name: string; range: Range }[][] {
  return orderCommands(context).map(({ command }) =>
    context.facts.occurrences.filter(
      ({ kind, name, range }) =>
        kind === 'type' && contains(command.range, range.start) && !name.includes('$'),
    ),
  );
}

/** The types in the folder of a CMakeLists.txt. Empty if the folder is not indexed yet. */
export function typesInFolder({ file, index }: ScriptContext): string[] {
  const dir = path.dirname(file);
  return [...index.allWraps()].flatMap(([, files]) =>
    files.filter((wrap) => path.dirname(wrap) === dir).map(typeNameOfWrap),
  );
}
