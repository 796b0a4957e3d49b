import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A private folder for files that nobody needs afterwards. */
export interface ScratchFolder {
  /** Absolute. */
  readonly path: string;
  /** Writes a text and the folders above it. `name` is relative to the folder. Rejects with the system's error. */
  write(name: string, text: string): Promise<void>;
  /** Makes a folder and the folders above it. Rejects with the system's error. */
  makeFolder(name: string): Promise<void>;
  /** Removes the folder and everything in it. Never rejects. */
  remove(): Promise<void>;
}

/**
 * Makes a scratch folder in the system's folder for temporary files, for this user alone. Rejects with the system's error, for
 * example if the disk is full.
 */
export async function makeScratchFolder(prefix: string): Promise<ScratchFolder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), prefix));
  return {
    path: folder,
    async write(name, text) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    },
    async makeFolder(name) {
      await mkdir(path.join(folder, name), { recursive: true });
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined),
  };
}
