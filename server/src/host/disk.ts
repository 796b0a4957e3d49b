import { accessSync, constants, lstatSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { bytesOrNullSync } from './read-regular-file';
import type { Access, DirectoryEntry, FileSystem } from './file-system';

/** The disk, overlaid with an editor's unsaved texts. */
export class Disk implements FileSystem {
  private readonly texts = new Map<string, string>();

  /** Replaces a file's content with a text. Null removes the replacement. */
  overlay(file: string, text: string | null): void {
    if (text === null) this.texts.delete(file);
    else this.texts.set(file, text);
  }

  /** The text that replaces a file's content. Null if there is none. */
  overlaid(file: string): string | null {
    return this.texts.get(file) ?? null;
  }

  read(file: string, maxBytes?: number): Buffer | null {
    const text = this.texts.get(file);
    if (text !== undefined) return Buffer.from(text);
    return bytesOrNullSync(file, maxBytes);
  }

  kind(file: string): 'file' | 'directory' | null {
    if (this.texts.has(file)) return 'file';
    const stats = quietly(() => statSync(file, { throwIfNoEntry: false }));
    if (!stats) return null;
    return stats.isDirectory() ? 'directory' : 'file';
  }

  isLink(file: string): boolean {
    return quietly(() => lstatSync(file, { throwIfNoEntry: false }))?.isSymbolicLink() ?? false;
  }

  list(directory: string): DirectoryEntry[] {
    try {
      return readdirSync(directory, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : null,
      }));
    } catch {
      return [];
    }
  }

  allows(file: string, access: Access): boolean {
    try {
      accessSync(file, { read: constants.R_OK, write: constants.W_OK, execute: constants.X_OK }[access]);
      return true;
    } catch {
      return this.texts.has(file) && access !== 'execute';
    }
  }

  realPath(file: string): string {
    try {
      return realpathSync(file);
    } catch {
      return file;
    }
  }
}

/**
 * Returns undefined if the file cannot be examined: a folder without access, a loop of links, an ended process in /proc. To
 * a script it does not exist.
 */
function quietly(look: () => Stats | undefined): Stats | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
