import type { Builtin } from '../runtime/command';
import { controlCommands } from './control';
import { configureFileCommand, fileCommand } from './file';
import { listCommand } from './list';
import { cmakePathCommand, filenameComponentCommand } from './path';
import { policyCommands } from './policy';
import { projectCommands } from './project';
import { stringCommand } from './string';
import { variableCommands } from './variables';

/** All commands of CMake that the interpreter implements, by their names in lower case. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...Object.entries(variableCommands),
  ...Object.entries(controlCommands),
  ...Object.entries(policyCommands),
  ...Object.entries(projectCommands),
  ['list', listCommand],
  ['string', stringCommand],
  ['file', fileCommand],
  ['configure_file', configureFileCommand],
  ['get_filename_component', filenameComponentCommand],
  ['cmake_path', cmakePathCommand],
]);
