import fs from 'node:fs';
import type { ProcessResult } from '../../host/process';
import { preprocessArguments } from './castxml-arguments';
import type { CacheContext } from '../cache-context';
import { readRegularFile } from '../inputs/input-files';
import { OwnDepfile } from './own-depfile';
import { removePartialXml } from './partial-xml';
import type { Prepared } from './resolved-run';
import type { Invocation, RunOptions } from '../api';

/** The result of castxml itself, and its duration. */
export interface TimedRun {
  ran: ProcessResult;
  seconds: number;
}

/**
 * Starts castxml itself with unchanged arguments, except that it lists the files that it reads if the build asks for a depfile.
 * Rejects only if it is aborted.
 */
export async function startCastxml(
  cache: CacheContext,
  invocation: Invocation,
  options: RunOptions,
): Promise<TimedRun> {
  const began = performance.now();
  const listing = options.depfile && new OwnDepfile(cache, options.depfile, invocation.cwd);
  const timed = (ran: ProcessResult): TimedRun => ({ ran, seconds: (performance.now() - began) / 1000 });
  try {
    const result = await cache.runProcess({
      file: invocation.castxml,
      args: [...(listing?.args ?? []), ...invocation.args],
      cwd: invocation.cwd,
      env: cache.environment,
      output: options.output ?? 'pipe',
      onOutput: options.onOutput,
      signal: options.signal,
    });
    if (options.signal?.aborted) removePartialXml(invocation);
    options.signal?.throwIfAborted();
    if (result.code === 0) listing?.place();
    return timed(result);
  } catch (error) {
    options.signal?.throwIfAborted();
    const message = `itk-castxml-cache: cannot run ${invocation.castxml}: ${(error as Error).message}\n`;
    if (options.output === 'inherit') writeStderr(message);
    return timed({ code: 127, signal: null, stdout: Buffer.alloc(0), stderr: Buffer.from(message) });
  } finally {
    listing?.remove();
  }
}

/** A castxml that runs while its inputs are examined. */
export interface EarlyRun {
  ended: Promise<TimedRun>;
  /** Resolves once castxml has ended and left no partial file. */
  end: () => Promise<void>;
}

/** Starts castxml before it is known whether its result is needed. */
export function startEarly(cache: CacheContext, invocation: Invocation, options: RunOptions): EarlyRun {
  const abort = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, abort.signal]) : abort.signal;
  const ended = startCastxml(cache, invocation, { ...options, signal });
  // Callers that wait for the run itself get its error.
  ended.catch(() => undefined);
  return {
    ended,
    end: async () => {
      abort.abort();
      await ended.catch(() => undefined);
    },
  };
}

/** The output of `castxml -E` for a run; null if it fails. Rejects only if it is aborted. */
export async function preprocess(
  cache: CacheContext,
  prepared: Prepared,
  temporary: string,
  options: RunOptions,
): Promise<Buffer | null> {
  const { invocation, parsed } = prepared;
  try {
    const { code } = await cache.runProcess({
      file: invocation.castxml,
      args: preprocessArguments(parsed.passthrough, temporary),
      cwd: invocation.cwd,
      env: cache.environment,
      signal: options.signal,
    });
    options.signal?.throwIfAborted();
    return code === 0 ? (readRegularFile(temporary)?.bytes ?? null) : null;
  } catch {
    options.signal?.throwIfAborted();
    return null;
  }
}

/** Writes directly to the descriptor, because setting up the stream takes longer than many hits. */
export function writeStderr(text: string): void {
  try {
    fs.writeSync(2, text);
  } catch {
    process.stderr.write(text);
  }
}
