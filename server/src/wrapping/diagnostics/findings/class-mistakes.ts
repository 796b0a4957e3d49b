import type { Command } from '../../../cmake/syntax/ast';
import { visitCommands } from '../../../cmake/syntax/visit';
import { ClassFrames, type FrameMistake } from '../class-frames';
import { newNameOfMacro } from '../old-names';
import type { ScriptContext } from '../rule';

/** A command that opens, fills or closes a class, and the last command before the class ends. */
export interface FramedCommand {
  command: Command;
  last: Command;
}

/** The commands of a script that make this mistake. */
export function classMistakes({ script }: ScriptContext, wanted: FrameMistake): FramedCommand[] {
  // If CMake cannot parse the file, a command that seems to be missing may only be misread.
  if (script.errors.some(({ severity }) => severity === 'error')) return [];
  const found: FramedCommand[] = [];
  const frames = new ClassFrames<FramedCommand>((mistake, command) => {
    if (mistake === wanted) found.push(command);
  });
  for (const { command, inside } of visitCommands(script.statements)) {
    // The body of a macro runs when it is called.
    if (inside) continue;
    const framed = { command, last: command };
    // unknown-command reports macros of older versions.
    frames.onCommand(newNameOfMacro(command.name) ?? command.name.toLowerCase(), framed);
    if (frames.open) frames.open.last = command;
  }
  frames.end();
  return found;
}
