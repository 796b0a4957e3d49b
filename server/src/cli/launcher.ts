import { realpathSync } from 'node:fs';
import path from 'node:path';

/** The folder of the running program. Through a link in a folder of PATH, too, what lies beside the program is beside the real one. */
export function programFolder(): string {
  return path.dirname(realpathSync(process.argv[1] ?? '.'));
}

/**
 * What stands before castxml in a command: the `itk-castxml-cache` beside this program, or the one `named`. On Windows a
 * script without an extension cannot be started, so Node is named.
 */
export function castxmlLauncher(named?: string): string[] {
  if (named !== undefined) return [path.resolve(named)];
  if (process.platform === 'win32')
    return [process.execPath, path.join(programFolder(), 'itk-castxml-cache.js')];
  return [path.join(programFolder(), 'itk-castxml-cache')];
}
