/** Starts work without waiting for it. `what` completes the sentence "… failed". */
export type Background = (what: string, work: () => Promise<unknown>) => void;

/** Background work that knows whether any of it is in progress. */
export interface TrackedBackground {
  run: Background;
  readonly busy: boolean;
}

/** Counts the background work in progress. */
export function tracked(background: Background): TrackedBackground {
  let running = 0;
  return {
    run: (what, work) =>
      background(what, async () => {
        running++;
        try {
          await work();
        } finally {
          running--;
        }
      }),
    get busy() {
      return running > 0;
    },
  };
}

/**
 * A failure of background work must not end the server. A client may refuse any request, and a build may disappear at any
 * time. Only the first failure of each kind is reported, because most of them occur again and again.
 */
export function backgroundWork(warn: (message: string) => void): Background {
  const told = new Set<string>();
  return (what, work) => {
    const failed = (error: unknown): void => {
      if (told.has(what)) return;
      told.add(what);
      warn(`${what} failed: ${error instanceof Error ? error.message : String(error)}`);
    };
    try {
      work().catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}
