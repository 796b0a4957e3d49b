import type { Message } from '../../../cmake/runtime/message';
import { normalPath } from '../../../cmake/values/cmake-path';

/** The CMakeLists.txt of a module's wrapping. */
export const MODULE_FILE = /\/wrapping\/CMakeLists\.txt$/;

/** The scripts that look for Python, SWIG and other tools. */
const GENERATORS = /\/Wrapping\/Generators\//;

/**
 * Whether a message comes from a module's wrapping, or from the macros in one of `folders`. Messages of the scripts that look
 * for tools depend on the machine.
 */
export function isFromWrapping(stack: Message['stack'], folders: readonly string[]): boolean {
  if (stack.some(({ file }) => MODULE_FILE.test(file))) return true;
  const [top] = stack;
  if (top === undefined || GENERATORS.test(top.file)) return false;
  return folders.some((folder) => folder !== '' && top.file.startsWith(`${normalPath(folder)}/`));
}
