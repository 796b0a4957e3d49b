/** Asks again and again until `attempt` no longer throws and gives something; throws its last error after `timeoutMs`. */
export async function eventually<T>(
  attempt: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  timeoutMs = 15_000,
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
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
