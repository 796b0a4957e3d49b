import * as fsPromises from 'node:fs/promises';
import type { BuildProblem } from './types';

/** The part of `node:fs/promises` that reading a build needs. It is never asked to write. */
export type BuildFs = Pick<typeof fsPromises, 'open' | 'readFile' | 'readdir' | 'realpath' | 'stat'>;

/** The real file system. */
export const diskFs: BuildFs = fsPromises;

/** Texts larger than this are not what a build writes, and are not read whole. */
export const MAX_TEXT_BYTES = 256 * 1024 * 1024;

/**
 * The bytes of a file, or a problem that says why they cannot be had. `next` is what the user should do.
 * Never throws: files of a build come and go while it runs.
 */
export async function readBytes(
  file: string,
  next: string,
  fs: BuildFs,
): Promise<{ bytes: Buffer } | { problem: BuildProblem }> {
  try {
    const { size } = await fs.stat(file);
    if (size > MAX_TEXT_BYTES)
      return { problem: { file, message: `${file} is ${size} bytes long; it is not read.`, next } };
    return { bytes: await fs.readFile(file) };
  } catch (error) {
    return { problem: { file, message: `${file} cannot be read: ${reasonOf(error)}`, next } };
  }
}

/** The text of a file, or null where it cannot be read. */
export async function textOrNull(file: string, fs: BuildFs): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch {
    return null;
  }
}

/** Modification time in milliseconds since 1970, or null where there is no such file. */
export async function mtimeOrNull(file: string, fs: BuildFs): Promise<number | null> {
  try {
    return (await fs.stat(file)).mtimeMs;
  } catch {
    return null;
  }
}

/** Names in a folder; none where it cannot be read. */
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
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
      return 'a part of its path is not a folder';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
