import { accessSync, constants } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import type { Access } from './file-system';
import { textOrNull } from './read-regular-file';

/** What is known of a file or a folder without reading it. */
export interface FileFacts {
  kind: 'file' | 'directory' | 'other';
  bytes: number;
  /** Nanoseconds since 1970. */
  mtimeNs: bigint;
  /** The permission bits. */
  mode: number;
  /** The owner; 0 on Windows, which has no such ids. */
  uid: number;
  /** The file system. */
  device: number;
}

/** The room on a file system. */
export interface Space {
  /** For this user, in bytes. */
  freeBytes: number;
  /** How many files can still be made; null if the file system has no fixed number. */
  freeFiles: number | null;
}

/** The part of a file system that is needed to examine it. It cannot write, and never rejects. */
export interface DiskFacts {
  /** Null if there is no such file, or if it cannot be examined. */
  facts(file: string): Promise<FileFacts | null>;
  allows(file: string, access: Access): boolean;
  /** The text of a regular file; null if it cannot be read or is larger than `maxBytes`. */
  text(file: string, maxBytes: number): Promise<string | null>;
  /** Null if the system does not tell. */
  space(folder: string): Promise<Space | null>;
}

/** The real file system. */
export const diskFacts: DiskFacts = {
  async facts(file) {
    try {
      const stats = await stat(file, { bigint: true });
      return {
        kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other',
        bytes: Number(stats.size),
        mtimeNs: stats.mtimeNs,
        mode: Number(stats.mode) & 0o7777,
        uid: Number(stats.uid),
        device: Number(stats.dev),
      };
    } catch {
      return null;
    }
  },
  allows(file, access) {
    try {
      accessSync(file, { read: constants.R_OK, write: constants.W_OK, execute: constants.X_OK }[access]);
      return true;
    } catch {
      return false;
    }
  },
  text: textOrNull,
  async space(folder) {
    try {
      const { bavail, bsize, ffree, files } = await statfs(folder);
      return { freeBytes: bavail * bsize, freeFiles: files === 0 ? null : ffree };
    } catch {
      return null;
    }
  },
};
