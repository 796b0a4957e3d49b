import os from 'node:os';
import path from 'node:path';
import type { ProcessResult } from '../../host/process';
import type { MissReason, NotStored, RunOutcome } from '../../shared/reasons';
import type { Invocation, RunOptions, RunResult } from '../api';
import type { CacheContext } from '../cache-context';
import { keepHeaders, newHeaders } from '../places/kept-headers';
import type { Observed } from '../inputs/observe';
import { startCastxml, writeStderr } from '../invocation/start-castxml';
import { missingInput } from '../invocation/resolved-run';
import { writeDepfile } from '../invocation/write-depfile';
import { fromRemote, sendRun } from '../storage/remote/remote-run';
import { beginRun, type CachedRun } from './begin-run';
import { filesRead } from './files-read';
import { find, hitLine, hitResult, isCacheableOutput, quietly, verboseLine } from './hit';
import { isObserved, PreprocessedTier } from './preprocessed-tier';
import { restore } from './restore';
import { saveNotStored, saveRun, type Finished, type Saved } from './save';
import type { Tier } from './tier';
import { tiersOf } from './tiers';

/**
 * Runs CastXML from the cache if possible. Whatever happens in the cache, the XML, the output and the exit code are those of
 * a run without a cache.
 */
export async function runCached(
  cache: CacheContext,
  invocation: Invocation,
  options: RunOptions,
): Promise<RunResult> {
  try {
    return await runThroughTiers(cache, invocation, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    cache.warn(`this run was not cached: ${(error as Error).message}`, 'run');
    return bypass(cache, invocation, options);
  }
}

async function runThroughTiers(
  cache: CacheContext,
  invocation: Invocation,
  options: RunOptions,
): Promise<RunResult> {
  const run = options.bypass ? null : beginRun(cache, invocation, options);
  if (!run || !isCacheableOutput(run.prepared.output)) return bypass(cache, invocation, options);
  const missing = missingInput(run.prepared);
  if (missing !== null) return runWithout(missing, run);
  const preprocessed = new PreprocessedTier();
  try {
    const found = await firstHit(tiersOf(preprocessed), run);
    return 'result' in found ? found.result : await runAndSave(run, preprocessed, found.reason);
  } finally {
    await preprocessed.dispose();
  }
}

/**
 * Tries the tiers in order, and restores the first XML that can be restored. Otherwise returns the reason of the first miss.
 */
async function firstHit(
  tiers: readonly Tier[],
  run: CachedRun,
): Promise<{ result: RunResult } | { reason: MissReason }> {
  let reason: MissReason | undefined;
  for (const tier of tiers) {
    const found = await find(tier, run);
    if (found?.state === 'hit' && found.l2) {
      if (await restore(run, { ...found, l2: found.l2 })) {
        const { depfile } = run.options;
        if (depfile) writeDepfile(run.cache, depfile, run.invocation.cwd, filesRead(found));
        await quietly(run.cache, () => tier.record(run, found));
        const result = hitResult(run, found, tier);
        say(run, hitLine(run, found, tier));
        return { result: reason && result.outcome === 'hit-l2' ? { ...result, reason } : result };
      }
      reason ??= { kind: 'corrupt', subject: found.l2.root.file(found.l2.name) };
    }
    // The plain scheme does not record headers, so only the preprocessed text can decide.
    if (found?.state === 'unverified') reason ??= { kind: 'never-cached' };
    reason ??= found?.reason;
  }
  return { reason: reason ?? { kind: 'never-cached' } };
}

/**
 * Runs castxml with a missing input. castxml will most likely fail. If it does not, it found a file that we did not. Such
 * a run must not be stored, because a change to that file would go unnoticed.
 */
async function runWithout(missing: string, run: CachedRun): Promise<RunResult> {
  const { cache, invocation, options, prepared } = run;
  say(run, `MISS ${path.basename(prepared.source)}`);
  const { ran, seconds } = await startCastxml(cache, invocation, options);
  const result = { ...finish(ran, 'miss'), l1: prepared.l1, castxmlSeconds: seconds };
  if (result.exitCode !== 0) return result;
  return {
    ...result,
    reason: { kind: 'input-missing', subject: missing },
    notStored: { kind: 'input-not-found', subject: missing },
  };
}

/** Runs castxml, and stores the run if the files that it read are known. */
async function runAndSave(
  run: CachedRun,
  { result: preprocessed, early }: PreprocessedTier,
  reason: MissReason,
): Promise<RunResult> {
  const { cache, invocation, options } = run;
  if (preprocessed.state === 'not-cacheable') return bypass(cache, invocation, options);
  const { prepared } = preprocessed;
  say(run, `MISS ${path.basename(prepared.source)}`);
  const running = early?.ended ?? startCastxml(cache, invocation, options);
  const headers = preprocessed.state === 'done' ? headersToKeep(cache, preprocessed.observed) : [];
  const { ran, seconds } = await running;
  const result: RunResult = { ...finish(ran, 'miss'), reason, l1: prepared.l1, castxmlSeconds: seconds };
  if (preprocessed.state === 'failed')
    return result.exitCode === 0 ? { ...result, notStored: preprocessed.notStored } : result;
  const { observed, beganMs, unrestored } = preprocessed;
  if (ran.code !== 0) return { ...result, l2: preprocessed.l2 };
  const finished = { beganMs, castxmlSeconds: seconds, unrestored };
  const saved = isObserved(observed) ? await tryToSave(cache, { observed, ...finished }) : observed;
  if ('kind' in saved) {
    await quietly(cache, () => saveNotStored(cache, prepared, preprocessed.l2, saved));
    return { ...result, l2: preprocessed.l2, notStored: saved };
  }
  await quietly(cache, () => keepHeaders(cache, headers));
  const remote = cache.remote();
  if (remote && isObserved(observed))
    await fromRemote(cache, () => sendRun(remote, observed, saved.xml, saved.check));
  return {
    ...result,
    l2: saved.l2,
    ...(saved.root
      ? { root: saved.root.path }
      : { notStored: { kind: 'store-refused' as const, subject: cache.roots[0]?.path ?? '' } }),
    ...(remote?.failures ? { remote: 'failed' as const } : {}),
  };
}

function headersToKeep(cache: CacheContext, observed: Observed | NotStored): readonly Buffer[] {
  try {
    return isObserved(observed) ? newHeaders(cache, observed) : [];
  } catch {
    // Without them, castxml runs again after an edit of a comment.
    return [];
  }
}

/** Like `saveRun`, but an unexpected failure of the store costs only the entry. */
async function tryToSave(cache: CacheContext, finished: Finished): Promise<Saved | NotStored> {
  try {
    return await saveRun(cache, finished);
  } catch (error) {
    cache.warn(`this run was not stored: ${(error as Error).message}`, 'run');
    return { kind: 'store-refused', subject: cache.roots[0]?.path ?? '' };
  }
}

async function bypass(cache: CacheContext, invocation: Invocation, options: RunOptions): Promise<RunResult> {
  return finish((await startCastxml(cache, invocation, options)).ran, 'bypass');
}

function finish(ran: ProcessResult, outcome: RunOutcome): RunResult {
  const exitCode = ran.code ?? 128 + (ran.signal ? os.constants.signals[ran.signal] : 0);
  return {
    outcome: exitCode === 0 ? outcome : 'failed',
    exitCode,
    stdout: ran.stdout,
    stderr: ran.stderr,
    secondsSaved: 0,
  };
}

function say({ options }: CachedRun, line: string): void {
  if (options.verbose) writeStderr(verboseLine(line));
}
