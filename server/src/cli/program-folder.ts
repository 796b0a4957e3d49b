import { realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder of the running program, with links resolved: a link in a folder of PATH leads to the real program and its
 * files.
 */
export function programFolder(): string {
  return path.dirname(realpathSync(process.argv[1] ?? '.'));
}

/** The command to put before castxml: the `itk-castxml-cache` next to this program, or the one `named`. */
export function castxmlLauncher(named?: string): string[] {
  return named === undefined ? launcherOf('itk-castxml-cache') : [path.resolve(named)];
}

/**
 * The command that starts a launcher next to this program. Windows cannot start a script without an extension, so there it
 * begins with Node.
 */
export function launcherOf(name: 'itk-castxml-cache' | 'itk-igenerator-cache' | 'itk-swig-cache'): string[] {
  const file = path.join(programFolder(), name);
  return process.platform === 'win32' ? [process.execPath, `${file}.js`] : [file];
}

/** The source of the client of the resident server, which ships with this program. */
export function clientSourceFile(): string {
  return path.join(programFolder(), '..', 'server', 'native', 'itk-castxml-cache-client.c');
}
