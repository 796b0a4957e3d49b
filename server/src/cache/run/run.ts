import os from 'node:os';
import path from 'node:path';
import type { ProcessResult } from '../../host/process';
import { preprocess, runCastxml, startEarly, writeStderr, type EarlyRun } from '../invocation/castxml-run';
import { clockOfFiles } from '../inputs/file-clock';
import { takeSnapshot, type Snapshot } from '../inputs/digests';
import { prepareNow, type Engine } from '../run-context';
import { removeQuietly, statOrTell } from '../inputs/input-files';
import { l2Key } from '../keys';
import { findUsableL2, lookUp, xmlFits, type L1Lookup } from '../lookup/lookup';
import { changeSince, observe, type Observed } from '../inputs/observe';
import { missingInput, type Prepared } from '../invocation/resolved-run';
import { localiseXml, lookUpRemote, sendManifest, sendRun } from '../storage/remote/remote-run';
import { restore } from './restore';
import { saveL1, saveL1OfPortable, saveNotStored, saveRun, type Finished, type Saved } from './save';
import { findL2, type L2Check, type StoredL2 } from '../storage/store';
import { L1_ENTRY, l1Folder } from '../storage/store-names';
import { temporaryFile } from '../storage/temporaries';
import type { Invocation, RunOptions, RunResult } from '../api';
import type { MissReason, NotStored, RunOutcome } from '../../shared/reasons';

const NOTHING = Buffer.alloc(0);

/**
 * Runs CastXML from the cache where possible. Whatever happens to the cache on the way, castxml's XML, output and exit
 * code are those of a run without one.
 */
export async function runCached(
  engine: Engine,
  invocation: Invocation,
  options: RunOptions,
): Promise<RunResult> {
  try {
    return await runThroughCache(engine, invocation, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    engine.warn(`this run was not cached: ${(error as Error).message}`, 'run');
    return finish((await runCastxml(engine, invocation, options)).ran, 'bypass');
  }
}

async function runThroughCache(
  engine: Engine,
  invocation: Invocation,
  options: RunOptions,
): Promise<RunResult> {
  const started = performance.now();
  const prepared = options.bypass ? null : prepareNow(engine, invocation);
  if (!prepared || !isCacheableOutput(prepared.output))
    return finish((await runCastxml(engine, invocation, options)).ran, 'bypass');
  const missing = missingInput(prepared);
  if (missing !== null) return runWithout(missing, engine, prepared, options);
  const snapshot = options.snapshot ?? takeSnapshot();
  const local = lookUp(prepared, { ...engine, snapshot });
  const again = { engine, invocation, options, started, snapshot };
  if (local.state === 'hit' && local.l2) {
    const asOfMs = options.snapshot ? momentOf(options.snapshot) : null;
    if (await restore(engine, prepared.output, local.l2, local.trees ?? null, asOfMs))
      return await noteHit(again, prepared, local, local.l2);
    return runPreprocessed(again, { kind: 'corrupt', subject: local.l2.root.file(local.l2.name) });
  }
  const remote = local.state === 'unverified' ? null : engine.remote();
  const far = remote && (await fromRemote(engine, () => lookUpRemote(engine, remote, prepared)));
  if (far?.l2 && (await restore(engine, prepared.output, far.l2, far.trees ?? null)))
    return { ...(await noteHit(again, prepared, far, far.l2)), remote: 'hit' };
  return runPreprocessed(again, local.reason ?? { kind: 'never-cached' });
}

/**
 * A run whose key lacks an input: castxml most likely fails. If it does not, it found what we did not, and nothing of it
 * may be stored, because a change of that input would go unseen.
 */
async function runWithout(
  missing: string,
  engine: Engine,
  { invocation, source, l1 }: Prepared,
  options: RunOptions,
): Promise<RunResult> {
  say(options, `MISS ${path.basename(source)}`);
  const { ran, seconds } = await runCastxml(engine, invocation, options);
  const result = { ...finish(ran, 'miss'), l1, castxmlSeconds: seconds };
  if (result.exitCode !== 0) return result;
  return {
    ...result,
    reason: { kind: 'input-missing', subject: missing },
    notStored: { kind: 'input-not-found', subject: missing },
  };
}

/** One run on its way through the look-up. */
interface Run {
  engine: Engine;
  invocation: Invocation;
  options: RunOptions;
  /** By `performance.now()`. */
  started: number;
  /** What the look-up saw of the disk. */
  snapshot: Snapshot;
}

/** The clock that stamps files lags behind the process's own by up to this. */
const TICK_MS = 20;

/** A moment as files are dated, in milliseconds since 1970: not later than the stamp of whatever changed after it. */
function momentOf(snapshot: Snapshot): number {
  return Date.now() - (performance.now() - snapshot.since) - TICK_MS;
}

/** What comes from elsewhere must not be able to fail a build, whatever it makes of us. */
async function fromRemote<T>(engine: Engine, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    engine.warn(`the remote cache is of no use: ${(error as Error).message}`);
    return null;
  }
}

async function noteHit(
  { engine, options, started, snapshot }: Run,
  prepared: Prepared,
  found: L1Lookup,
  l2: StoredL2,
): Promise<RunResult> {
  const { portable, root } = found;
  root?.touch(portable?.name ?? `${l1Folder(prepared.l1)}/${L1_ENTRY}`, engine.now());
  // The XML is in its place: what goes wrong from here on costs the next run some milliseconds.
  if (portable) await quietly(engine, () => saveL1OfPortable(engine, prepared, portable, l2, snapshot));
  const key = found.l2Key ?? '';
  say(options, `HIT  ${path.basename(prepared.source)} (l1→l2=${key.slice(0, 8)})`);
  return hit(portable ? 'hit-portable' : 'hit-l1', prepared, l2, key, started);
}

async function quietly(engine: Engine, work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (error) {
    engine.warn(`this run was not recorded: ${(error as Error).message}`, 'run');
  }
}

/** The second and third steps of a look-up: `castxml -E`, then the L2 entry of its text, else castxml itself. */
async function runPreprocessed(run: Run, reason: MissReason): Promise<RunResult> {
  const { engine, invocation, options } = run;
  const temporary = temporaryFile();
  let early: EarlyRun | null = null;
  try {
    const beganMs = await clockOfFiles(temporary);
    const prepared = prepareNow(engine, invocation);
    if (!prepared) return finish((await runCastxml(engine, invocation, options)).ran, 'bypass');
    const text = beganMs === null ? null : await preprocess(engine, prepared, temporary, options);
    if (!text || beganMs === null) {
      say(options, `MISS ${path.basename(prepared.source)}`);
      const { ran, seconds } = await runCastxml(engine, invocation, options);
      const notStored: NotStored =
        beganMs === null
          ? { kind: 'no-clock', subject: path.dirname(temporary) }
          : { kind: 'not-preprocessed', subject: prepared.source };
      const result = { ...finish(ran, 'miss'), reason, l1: prepared.l1, castxmlSeconds: seconds };
      return result.exitCode === 0 ? { ...result, notStored } : result;
    }
    const l2 = l2Key(prepared.castxmlHash, text, engine.scheme);
    const miss = { reason, l1: prepared.l1, l2 };
    const remote = engine.remote();
    const known = remote !== null || engine.roots.some((root) => findL2(root, l2) !== null);
    // Where nothing can hit, castxml runs while this looks at what it reads.
    if (!known) early = startEarly(engine, invocation, options);
    await new Promise(setImmediate);
    const observed = tryToObserve(engine, prepared, text, l2);
    if (isObserved(observed) && early) engine.keepDigests();
    const found = isObserved(observed) && known ? await restoreL2(run, observed, beganMs) : null;
    if (found?.result) return { ...found.result, reason };
    say(options, `MISS ${path.basename(prepared.source)}`);
    const { ran, seconds } = await (early?.ended ?? runCastxml(engine, invocation, options));
    const result: RunResult = { ...finish(ran, 'miss'), ...miss, castxmlSeconds: seconds };
    if (ran.code !== 0) return result;
    const finished = { beganMs, castxmlSeconds: seconds, replace: found?.replace ?? false };
    const saved = isObserved(observed) ? await tryToSave(engine, { observed, ...finished }) : observed;
    if ('kind' in saved) {
      await quietly(engine, () => saveNotStored(engine, prepared, l2, saved));
      return { ...result, notStored: saved };
    }
    if (remote && isObserved(observed))
      await fromRemote(engine, () => sendRun(remote, observed, saved.xml, saved.check));
    return {
      ...result,
      ...(saved.root
        ? { root: saved.root.path }
        : { notStored: { kind: 'store-refused' as const, subject: engine.roots[0]?.path ?? '' } }),
      ...(remote?.failures ? { remote: 'failed' as const } : {}),
    };
  } finally {
    await early?.end();
    removeQuietly(temporary);
  }
}

/** The L2 entry of what was observed, restored; else whether one is there that is of no use and may be replaced. */
async function restoreL2(
  { engine, options, started }: Run,
  observed: Observed,
  beganMs: number,
): Promise<{ result?: RunResult; replace: boolean }> {
  const { prepared, l2 } = observed;
  const { layout, trees } = observed.check;
  const fits = (entry: { check: L2Check | null }): boolean => xmlFits(entry, layout, trees ?? null);
  const found = findUsableL2(l2, prepared, engine.roots, fits);
  const remote = engine.remote();
  const usable =
    !('reason' in found) || !remote
      ? found
      : ((await fromRemote(engine, () =>
          localiseXml(engine, remote, l2, prepared, (check) => fits({ check })),
        )) ?? found);
  const replace = !('reason' in found) || found.replaceable === true;
  if ('reason' in usable || !(await restore(engine, prepared.output, usable, trees ?? null)))
    return { replace };
  await quietly(engine, async () => {
    if (changeSince(engine, observed, beganMs)) return;
    await saveL1(engine, observed, engine.roots);
    if (remote) await fromRemote(engine, () => sendManifest(remote, observed));
  });
  say(options, `HIT  ${path.basename(prepared.source)} (l2=${l2.slice(0, 8)})`);
  const result = hit('hit-l2', prepared, usable, l2, started);
  return { result: usable === found ? result : { ...result, remote: 'hit' }, replace };
}

const isObserved = (found: Observed | NotStored): found is Observed => 'entry' in found;

/** What the run reads, or why that cannot be told: then nothing of it may be stored. */
function tryToObserve(engine: Engine, prepared: Prepared, text: Buffer, l2: string): Observed | NotStored {
  try {
    return observe(engine, prepared, text, l2);
  } catch (error) {
    engine.warn(`cannot tell what ${prepared.source} reads: ${(error as Error).message}`, 'run');
    return { kind: 'unreadable', subject: prepared.source };
  }
}

/** As `saveRun`; a store that fails in a way that nobody thought of costs the entry alone. */
async function tryToSave(engine: Engine, finished: Finished): Promise<Saved | NotStored> {
  try {
    return await saveRun(engine, finished);
  } catch (error) {
    engine.warn(`this run was not stored: ${(error as Error).message}`, 'run');
    return { kind: 'store-refused', subject: engine.roots[0]?.path ?? '' };
  }
}

/** Caching ends in a rename over the output, which must not replace a pipe or a device. */
function isCacheableOutput(output: string): boolean {
  try {
    const stats = statOrTell(output);
    return stats === undefined || stats.isFile();
  } catch {
    return false;
  }
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

function hit(
  outcome: RunOutcome,
  prepared: Prepared,
  entry: StoredL2,
  l2: string,
  started: number,
): RunResult {
  const seconds = (performance.now() - started) / 1000;
  return {
    outcome,
    exitCode: 0,
    stdout: NOTHING,
    stderr: NOTHING,
    l1: prepared.l1,
    l2,
    root: entry.root.path,
    secondsSaved: entry.check ? Math.max(0, entry.check.seconds - seconds) : 0,
  };
}

function say(options: RunOptions, line: string): void {
  if (options.verbose) writeStderr(`itk-castxml-cache: ${line}\n`);
}
