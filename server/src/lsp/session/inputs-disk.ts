import { readdir, stat } from 'node:fs/promises';

/** What the features about a build's files need from the disk. Neither function throws. */
export interface InputsDisk {
  /** The names in a folder. Null if it does not exist. */
  list(dir: string): Promise<string[] | null>;
  exists(file: string): Promise<boolean>;
}

/** The real disk. */
export const inputsDisk: InputsDisk = {
  list: (dir) => readdir(dir).catch(() => null),
  exists: (file) =>
    stat(file).then(
      () => true,
      () => false,
    ),
};
