import path from 'node:path';
import { statOrNull } from '../inputs/input-files';
import { settledPath } from '../inputs/settled-path';

/** The absolute path of a program as a shell would find it. Null if there is none. */
export function findProgram(name: string, cwd: string, environment: NodeJS.ProcessEnv): string | null {
  if (name.includes('/') || (process.platform === 'win32' && name.includes('\\')))
    return settledPath(cwd, name);
  const extensions = process.platform === 'win32' ? ['', '.exe', '.cmd', '.bat'] : [''];
  for (const folder of (environment.PATH ?? environment.Path ?? '').split(path.delimiter))
    for (const extension of extensions) {
      const file = settledPath(cwd, fileIn(folder, name + extension));
      if (statOrNull(file)?.isFile()) return file;
    }
  return null;
}

/** The path of a name in a folder. An empty folder in PATH is the current one. */
const fileIn = (folder: string, name: string): string => (folder === '' ? name : folder + path.sep + name);
