import { readdir, realpath, stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { openRegularFile, readRegularFile } from './read-regular-file';

/** The part of a file system that is needed to read a build. It cannot write. Each method rejects as Node's does. */
export interface BuildFs {
  readdir: typeof readdir;
  realpath: typeof realpath;
  stat: typeof stat;
  /** Opens a file for reading in pieces. */
  open(file: string): Promise<OpenFile>;
  readFile(file: string): Promise<Buffer>;
}

/** `position` null: continue after the last read. */
export interface OpenFile {
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ bytesRead: number }>;
  stat(): Promise<{ size: number }>;
  close(): Promise<void>;
}

/** The real file system. It reads regular files only: a pipe in a build folder must not block the search for builds. */
export const diskFs: BuildFs = {
  open: openRegularFile,
  readFile: (file) => readRegularFile(file),
  readdir,
  realpath,
  stat,
};

/**
 * The bytes of a file, or a problem that says why it cannot be read. `next` says what the user should do. Never throws,
 * because a running build adds and removes files.
 */
export async function readBytes(
  file: string,
  next: string,
  fs: BuildFs,
): Promise<{ bytes: Buffer } | { problem: { file: string; message: string; next: string } }> {
  try {
    return { bytes: await fs.readFile(file) };
  } catch (error) {
    return { problem: { file, message: l10n.t('{0} cannot be read: {1}', file, reasonOf(error)), next } };
  }
}

/** The text of a file, or null if it cannot be read. */
export async function textOrNull(file: string, fs: BuildFs): Promise<string | null> {
  try {
    return (await fs.readFile(file)).toString('utf8');
  } catch {
    return null;
  }
}

/** Modification time in milliseconds since 1970, or null if there is no such file. */
export async function mtimeOrNull(file: string, fs: BuildFs): Promise<number | null> {
  try {
    return (await fs.stat(file)).mtimeMs;
  } catch {
    return null;
  }
}

/** The names in a folder. Empty if it cannot be read. */
export async function namesIn(dir: string, fs: BuildFs): Promise<string[]> {
  try {
    return await fs.readdir(dir);
  } catch {
    return [];
  }
}

/** A system error in a few words, without the stack and without the path that the caller already names. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  switch (code) {
    case 'ENOENT':
      return l10n.t('there is no such file');
    case 'EACCES':
    case 'EPERM':
      return l10n.t('permission denied');
    case 'EISDIR':
      return l10n.t('it is a folder');
    case 'ENOTDIR':
      return l10n.t('a part of its path is not a folder');
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
