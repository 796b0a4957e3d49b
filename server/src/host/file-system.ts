/** The disk as the interpreter reads it. All paths are absolute, as the operating system writes them. */
export interface FileSystem {
  /** The bytes of a regular file. Null if there is none, if it cannot be read, or if it is larger than `maxBytes`. */
  read(path: string, maxBytes?: number): Buffer | null;
  kind(path: string): 'file' | 'directory' | null;
  isLink(path: string): boolean;
  /** The entries of a directory, in any order; empty if it cannot be read. */
  list(path: string): DirectoryEntry[];
  realPath(path: string): string;
  /** Whether the user may read, write or execute a file, or enter a directory. False if there is none. */
  allows(path: string, access: Access): boolean;
}

/** A kind of access to a file. */
export type Access = 'read' | 'write' | 'execute';

/** An entry of a directory. */
export interface DirectoryEntry {
  name: string;
  /** Null if finding out takes another system call, as for links. */
  kind: 'file' | 'directory' | null;
}
