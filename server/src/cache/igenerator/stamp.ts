import fs from 'node:fs';
import path from 'node:path';
import { removeQuietly, stagingName } from '../inputs/input-files';
import { encodePath } from '../inputs/path-bytes';

/**
 * The stamp of a module, which says that all of its files are complete. It is not in its place while they change, so that a
 * killed run leaves none.
 */
export class Stamp {
  readonly #aside: string;
  #taken = false;

  constructor(readonly file: string) {
    this.#aside = path.join(path.dirname(file), stagingName(path.basename(file)));
  }

  /** Takes the stamp away. Throws the system's error, unless there is none. */
  take(): void {
    try {
      fs.renameSync(encodePath(this.file), encodePath(this.#aside));
      this.#taken = true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  /** Puts the old stamp back, with its time. Nothing in the module has changed. */
  putBack(): void {
    if (!this.#taken) return;
    fs.renameSync(encodePath(this.#aside), encodePath(this.file));
    this.#taken = false;
  }

  /** Removes the old stamp if it was not put back. */
  dispose(): void {
    if (this.#taken) removeQuietly(this.#aside);
  }
}
