import { readdir, readFile, readlink, realpath } from 'node:fs/promises';

/**
 * Whether a program runs whose current folder is `folder`. Null if that cannot be known: only Linux lists the processes as files.
 *
 * @param program the name of the program, of which the system keeps 15 characters
 */
export async function runsInFolder(program: string, folder: string): Promise<boolean | null> {
  if (process.platform !== 'linux') return null;
  try {
    const target = await realpath(folder);
    for (const pid of await readdir('/proc'))
      if (/^\d+$/.test(pid) && (await isIt(`/proc/${pid}`, program, target))) return true;
    return false;
  } catch {
    return null;
  }
}

/** A process that has ended meanwhile, or belongs to another user, is not it. */
async function isIt(process: string, program: string, folder: string): Promise<boolean> {
  try {
    if ((await readFile(`${process}/comm`, 'utf8')).trimEnd() !== program.slice(0, 15)) return false;
    return (await readlink(`${process}/cwd`)) === folder;
  } catch {
    return false;
  }
}
