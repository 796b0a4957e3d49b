import type { CallCode } from '../ir/nodes';

/** The disk as the interpreter reads it. All paths are absolute, as the operating system writes them. */
export interface FileSystem {
  /** The bytes of a regular file; null when there is none, it cannot be read, or it is larger than `maxBytes`. */
  read(path: string, maxBytes?: number): Buffer | null;
  kind(path: string): 'file' | 'directory' | null;
  isLink(path: string): boolean;
  /** What is in a directory, in any order; empty where it cannot be read. */
  list(path: string): DirectoryEntry[];
  realPath(path: string): string;
  /** Whether the user may read, write or execute a file, or enter a directory. False if there is none. */
  allows(path: string, access: Access): boolean;
}

export type Access = 'read' | 'write' | 'execute';

export interface DirectoryEntry {
  name: string;
  /** Null where only asking tells: of links. */
  kind: 'file' | 'directory' | null;
}

export type MessageMode =
  | 'FATAL_ERROR'
  | 'SEND_ERROR'
  | 'WARNING'
  | 'AUTHOR_WARNING'
  | 'DEPRECATION'
  | 'DEPRECATION_ERROR'
  | 'POLICY_WARNING'
  | 'NOTICE'
  | 'STATUS'
  | 'VERBOSE'
  | 'DEBUG'
  | 'TRACE'
  | 'CHECK';

/** Where a command stands that is being run. */
export interface StackEntry {
  file: string;
  /** From 1. */
  line: number;
  /** As written. */
  command: string;
  call: CallCode | null;
}

/** What a script says, or what CMake says of it. */
export interface Message {
  mode: MessageMode;
  text: string;
  /** The innermost command first, then the calls that led to it. */
  stack: readonly StackEntry[];
}

/** How much a script may do. Beyond it, evaluation ends with a diagnostic. */
export interface Limits {
  /** Commands run. */
  steps: number;
  /** Calls and includes within one another. */
  depth: number;
  /** Bytes of all files that are written together, and of all that are read. One value may have MAX_VALUE_BYTES. */
  bytes: number;
  milliseconds: number;
  /** Bytes that the thread may hold, with all that it held before. */
  memory: number;
}

export const DEFAULT_LIMITS: Limits = {
  steps: 20_000_000,
  depth: 1000,
  bytes: 128 * 1024 * 1024,
  milliseconds: 120_000,
  memory: 1024 * 1024 * 1024,
};

/** Evaluation went beyond a limit or was cancelled. */
export class LimitError extends Error {
  constructor(
    readonly limit: keyof Limits | 'aborted',
    message: string,
  ) {
    super(message);
  }
}
