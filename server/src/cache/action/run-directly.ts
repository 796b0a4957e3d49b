import os from 'node:os';
import type { ProcessRequest } from '../../host/process';
import type { CacheContext } from '../cache-context';
import type { ActionResult } from './action';

/** Runs a tool without the cache, with unchanged arguments. Rejects only with an `AbortError`. */
export async function runDirectly(
  cache: CacheContext,
  request: Pick<ProcessRequest, 'file' | 'args' | 'cwd'>,
  { onOutput, signal }: Pick<ProcessRequest, 'onOutput' | 'signal'>,
): Promise<ActionResult> {
  const began = performance.now();
  const result = { written: [], secondsSaved: 0 };
  try {
    const ran = await cache.runProcess({ ...request, env: cache.environment, onOutput, signal });
    signal?.throwIfAborted();
    const exitCode = ran.code ?? 128 + (ran.signal ? os.constants.signals[ran.signal] : 0);
    const { stdout, stderr } = ran;
    const toolSeconds = (performance.now() - began) / 1000;
    return {
      ...result,
      outcome: exitCode === 0 ? 'bypass' : 'failed',
      exitCode,
      stdout,
      stderr,
      toolSeconds,
    };
  } catch (error) {
    signal?.throwIfAborted();
    const stderr = Buffer.from(`cannot run ${request.file}: ${(error as Error).message}\n`);
    onOutput?.('stderr', stderr);
    return { ...result, outcome: 'failed', exitCode: 127, stdout: Buffer.alloc(0), stderr };
  }
}
