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
