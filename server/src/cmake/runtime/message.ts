import type { CallNode } from '../ir/nodes';

/** The kind of a message: the modes of `message()`, and those of CMake's own warnings. */
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

/** The position of a running command. */
export interface StackEntry {
  file: string;
  /** Counted from 1. */
  line: number;
  /** The name of the command as written. */
  command: string;
  call: CallNode | null;
}

/** A message from a script, or from CMake about it. */
export interface Message {
  mode: MessageMode;
  text: string;
  /** The innermost command first, then the calls that led to it. */
  stack: readonly StackEntry[];
}
