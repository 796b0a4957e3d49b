import type { Argument, Command } from '../../../cmake/syntax/ast';
import { visitCommands } from '../../../cmake/syntax/visit';
import { OPENING, SIMPLE } from '../class-frames';
import type { ScriptContext } from '../rule';

/** A command that wraps a class, with its arguments. */
export interface ClassCommand {
  command: Command;
  /** In lower case. */
  name: string;
  /** Whether it takes a SWIG name after the class. */
  named: boolean;
  /** The number of arguments that it needs. */
  needed: number;
  method: Argument | undefined;
  /** The first argument that is too many. */
  extra: Argument | undefined;
}

/** The commands of a script that wrap a class. Commands with an argument that may be a list are excluded. */
export function classCommands({ script }: ScriptContext): ClassCommand[] {
  return [...visitCommands(script.statements)].flatMap(({ command, inside }): ClassCommand[] => {
    const name = command.name.toLowerCase();
    if (inside || (!SIMPLE.test(name) && !OPENING.test(name))) return [];
    if (command.args.some(({ kind, references }) => kind === 'unquoted' && references.length > 0)) return [];
    const named = name.includes('named');
    const needed = named ? 2 : 1;
    return [{ command, name, named, needed, method: command.args[needed], extra: command.args[needed + 1] }];
  });
}
