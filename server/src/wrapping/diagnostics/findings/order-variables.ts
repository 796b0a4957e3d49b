import type { Argument, Command } from '../../../cmake/syntax/ast';
import { visitCommands } from '../../../cmake/syntax/visit';
import { ORDER_MISSPELT, ORDER_VARIABLE } from '../../index/script-facts';
import type { ScriptContext } from '../rule';

/**
 * The commands of a module's CMakeLists.txt that set the order of its types, with the correct or the misspelled variable.
 */
export function orderCommands({ script }: ScriptContext): { command: Command; variable: Argument }[] {
  return [...visitCommands(script.statements)].flatMap(({ command }) => {
    const { name, args } = command;
    const variable = /^set$/i.test(name) ? args[0] : /^list$/i.test(name) ? args[1] : undefined;
    return variable && (variable.text === ORDER_VARIABLE || variable.text === ORDER_MISSPELT)
      ? [{ command, variable }]
      : [];
  });
}

/** The itk_wrap_module() command of a CMakeLists.txt. */
export const moduleCommand = ({ script }: ScriptContext): Command | undefined =>
  [...visitCommands(script.statements)].find(
    ({ command: { name } }) => name.toLowerCase() === 'itk_wrap_module',
  )?.command;
