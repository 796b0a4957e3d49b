import { realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder of the running program, with links resolved: a link in a folder of PATH leads to the real program and its
 * files.
 */
export function programFolder(): string {
  return path.dirname(realpathSync(process.argv[1] ?? '.'));
}

/**
 * The command to put before castxml: the `itk-castxml-cache` next to this program, or the one `named`. Windows cannot start
 * a script without an extension, so there the command begins with Node.
 */
export function castxmlLauncher(named?: string): string[] {
  if (named !== undefined) return [path.resolve(named)];
  if (process.platform === 'win32')
    return [process.execPath, path.join(programFolder(), 'itk-castxml-cache.js')];
  return [path.join(programFolder(), 'itk-castxml-cache')];
}

/** The source of the client of the resident server, which ships with this program. */
export function clientSourceFile(): string {
  return path.join(programFolder(), '..', 'server', 'native', 'itk-castxml-cache-client.c');
}
