import type { CallNode } from '../ir/nodes';

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
  call: CallNode | null;
}

/** What a script says, or what CMake says of it. */
export interface Message {
  mode: MessageMode;
  text: string;
  /** The innermost command first, then the calls that led to it. */
  stack: readonly StackEntry[];
}
