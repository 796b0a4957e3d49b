/** How long to try, and how often. */
export interface Patience {
  /** Default: 15,000 ms. */
  timeoutMs?: number;
  /** Default: 100 ms. */
  everyMs?: number;
}

/** Calls `attempt` until it returns a truthy value without throwing. Throws its last error when the time is up. */
export async function eventually<T>(
  attempt: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  { timeoutMs = 30_000, everyMs = 100 }: Patience = {},
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    let problem: unknown = new Error(`Nothing came within ${timeoutMs / 1000} s: ${attempt.toString()}`);
    try {
      const result = await attempt();
      if (result !== undefined && result !== null && result !== false) return result;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > end) throw problem;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
