/** Starts work that nobody waits for. `what` completes the sentence "… failed". */
export type Background = (what: string, work: () => Promise<unknown>) => void;

/** Background work that says whether some of it is under way. */
export interface TrackedBackground {
  run: Background;
  readonly busy: boolean;
}

/** Counts the work that is under way. */
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
 * Work that nobody waits for must not end the server when it fails: a client may refuse any request, and a build may go away
 * in the middle of everything. The first failure of each kind is told, later ones are not: most come again and again.
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
