import { readdir, stat } from 'node:fs/promises';

/** What the features about a build's files ask of the disk. Both never throw. */
export interface InputsDisk {
  /** The names in a folder; null if there is none. */
  list(dir: string): Promise<string[] | null>;
  exists(file: string): Promise<boolean>;
}

export const inputsDisk: InputsDisk = {
  list: (dir) => readdir(dir).catch(() => null),
  exists: (file) =>
    stat(file).then(
      () => true,
      () => false,
    ),
};
