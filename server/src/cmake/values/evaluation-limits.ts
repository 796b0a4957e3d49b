/** How much a script may do. Beyond a limit, the evaluation ends with a diagnostic. */
export interface Limits {
  /** The number of commands that are run. */
  steps: number;
  /** The nesting of calls and includes. */
  depth: number;
  /** The total size of all files written, and of all files read. A single value is limited by MAX_VALUE_BYTES. */
  bytes: number;
  milliseconds: number;
  /** Bytes that the thread may use, including what it used before. */
  memory: number;
}

/** The limits for a whole project. */
export const DEFAULT_LIMITS: Limits = {
  steps: 20_000_000,
  depth: 1000,
  bytes: 128 * 1024 * 1024,
  milliseconds: 120_000,
  memory: 1024 * 1024 * 1024,
};

/** The evaluation exceeded a limit or was cancelled. */
export class LimitError extends Error {
  constructor(
    readonly limit: keyof Limits | 'aborted',
    message: string,
  ) {
    super(message);
  }
}
