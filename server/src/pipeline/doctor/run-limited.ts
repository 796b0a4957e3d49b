import { reasonOf } from '../../host/build-files';
import type { ProcessRequest, ProcessRunner } from '../../host/process';

/** How a program ended that had a limited time. */
export interface LimitedRun {
  /**
   * - `ended`: by itself; `code` is its exit code, null if a signal ended it
   * - `not-started`: there is no such program, or it may not be executed; `problem` says why, as a clause
   * - `timed-out`, `too-much-output`, `cancelled`: it was ended by us
   */
  outcome: 'ended' | 'not-started' | 'timed-out' | 'too-much-output' | 'cancelled';
  code: number | null;
  /** Standard output and standard error, in the order in which they came. */
  output: string;
  seconds: number;
  problem: string | null;
}

/** What a limited run needs. */
export interface LimitedRunOptions {
  runProcess: ProcessRunner;
  limitMs: number;
  signal: AbortSignal;
}

/** The most output that is kept, in bytes. A tool that writes more is ended. */
const MAX_OUTPUT = 4 * 1024 * 1024;
/** How long a program may take to end after it was told to, before it is no longer waited for. */
const GRACE_MS = 3000;

/** Runs a program for at most `limitMs`, and keeps its output. Never rejects. */
export async function runLimited(
  request: Pick<ProcessRequest, 'file' | 'args' | 'cwd' | 'env'>,
  { runProcess, limitMs, signal }: LimitedRunOptions,
): Promise<LimitedRun> {
  const began = performance.now();
  const chunks: Buffer[] = [];
  let bytes = 0;
  let stopped: LimitedRun['outcome'] | null = null;
  const controller = new AbortController();
  let giveUp: () => void = () => undefined;
  const givenUp = new Promise<null>((resolve) => (giveUp = () => resolve(null)));
  let grace: NodeJS.Timeout | undefined;
  const stop = (outcome: LimitedRun['outcome']): void => {
    if (stopped) return;
    stopped = outcome;
    controller.abort();
    grace = setTimeout(giveUp, GRACE_MS);
  };
  const cancel = (): void => stop('cancelled');
  const timer = setTimeout(() => stop('timed-out'), limitMs);
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const answer = (
    outcome: LimitedRun['outcome'],
    code: number | null,
    problem: string | null,
  ): LimitedRun => ({
    outcome: stopped ?? outcome,
    code,
    output: Buffer.concat(chunks).toString('utf8'),
    seconds: (performance.now() - began) / 1000,
    problem,
  });
  try {
    const running = runProcess({
      ...request,
      group: true,
      signal: controller.signal,
      onOutput(_, chunk) {
        bytes += chunk.length;
        if (bytes > MAX_OUTPUT) stop('too-much-output');
        else chunks.push(chunk);
      },
    });
    const result = await Promise.race([running, givenUp]);
    if (result === null) running.catch(() => undefined);
    return answer('ended', result?.code ?? null, result?.signal ? `${result.signal} ended it` : null);
  } catch (error) {
    return answer('not-started', null, reasonOf(error));
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
    signal.removeEventListener('abort', cancel);
  }
}
