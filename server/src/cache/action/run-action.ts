import os from 'node:os';
import type { CacheContext } from '../cache-context';
import { takeSnapshot, type Snapshot } from '../inputs/digests';
import { clockOfFiles } from '../inputs/file-clock';
import { removeQuietly } from '../inputs/input-files';
import { temporaryFile } from '../storage/temporaries';
import { StoreRoot } from '../storage/store-root';
import { KEPT, type Action, type ActionMiss, type ActionResult, type Executed } from './action';
import { actionKey } from './action-key';
import { observeInputs, resolved } from './action-inputs';
import { findAction, type ExpectedOutputs, type FoundAction } from './find-action';
import { forgetRun, recordEntry, type RecordedAs } from './last-run';
import { isReplaceable, placeOutputs } from './place-outputs';
import { fetchAction, sendAction } from './remote-action';
import { restoreAction } from './restore-action';
import { entryOf, readProduced, saveAction, type Produced } from './save-action';
import type { NotStored } from '../../shared/reasons';

/** How to run an action that the cache does not have. */
export interface ActionRun {
  action: Action;
  expected: ExpectedOutputs;
  /** How to record that it was the last run for its outputs. Absent: it is not recorded. */
  recorded?: RecordedAs;
  /**
   * Runs the tool with its outputs in private folders. Rejects if that is not possible (not if the tool fails), or with an
   * `AbortError`.
   */
  execute: () => Promise<Executed>;
  /** Removes the private folders. */
  dispose: () => void;
  /** When the run began to read, by the clock that stamps files, if it was before `execute`. */
  beganMs?: number;
}

/**
 * Runs an action from the cache if possible. Rejects only if the tool could not be run in private folders, or with an
 * `AbortError`; the caller then runs it without the cache. Problems of a store cost a miss.
 */
export async function runAction(
  cache: CacheContext,
  run: ActionRun,
  { snapshot = takeSnapshot() }: { snapshot?: Snapshot | undefined } = {},
): Promise<ActionResult> {
  const started = performance.now();
  const key = actionKey(run.action);
  try {
    const found = await find(cache, run, key, snapshot);
    if ('result' in found) return { ...found.result, secondsSaved: saved(found.result, started) };
    return await executeAndSave(cache, run, key, found.reason);
  } finally {
    run.dispose();
  }
}

const saved = ({ secondsSaved }: ActionResult, started: number): number =>
  Math.max(0, secondsSaved - (performance.now() - started) / 1000);

async function find(
  cache: CacheContext,
  run: ActionRun,
  key: string,
  snapshot: Snapshot,
): Promise<{ result: ActionResult } | { reason: ActionMiss }> {
  const { action, expected } = run;
  const local = findQuietly(cache, run, key, snapshot);
  const restored = await restoreQuietly(cache, run, key, local);
  if ('result' in restored) return restored;
  const remote = cache.remote();
  if (!remote) return restored;
  const fetched = await fetchAction(cache, remote, action, key, expected);
  const far = fetched && (await restoreQuietly(cache, run, key, fetched));
  return far && 'result' in far ? { result: { ...far.result, remote: 'hit' } } : restored;
}

function findQuietly(
  cache: CacheContext,
  { action, expected }: ActionRun,
  key: string,
  snapshot: Snapshot,
): FoundAction {
  try {
    return findAction(cache, action, key, expected, snapshot);
  } catch (error) {
    cache.warn(`the store was not searched: ${(error as Error).message}`, 'run');
    return { reason: { kind: 'unreadable', subject: cache.roots[0]?.path ?? '' } };
  }
}

async function restoreQuietly(
  cache: CacheContext,
  { action, recorded }: ActionRun,
  key: string,
  found: FoundAction,
): Promise<{ result: ActionResult } | { reason: ActionMiss }> {
  if ('reason' in found) return found;
  const { entry, root, name } = found;
  const corrupt: ActionMiss = { kind: 'corrupt', subject: root.file(name) };
  try {
    const outputs = entry.outputs.map((output) => resolved(output.path, action.trees));
    const fixed = outputs.find((file) => !file.startsWith(KEPT) && !isReplaceable(file));
    if (fixed !== undefined) return { reason: { kind: 'unreadable', subject: fixed } };
    const restored = await restoreAction(cache, found, action.trees);
    if (!restored) return { reason: corrupt };
    if (recorded) recordEntry(cache, action, recorded, entry, takeSnapshot());
    const inputs = entry.inputs.map(([file]) => resolved(file, action.trees));
    const result = { outcome: 'hit' as const, exitCode: 0, key, inputs, root: root.path };
    return { result: { ...result, ...restored, secondsSaved: entry.seconds } };
  } catch (error) {
    cache.warn(`cannot restore from ${root.path}: ${(error as Error).message}`, 'run');
    return { reason: corrupt };
  }
}

async function executeAndSave(
  cache: CacheContext,
  run: ActionRun,
  key: string,
  reason: ActionMiss,
): Promise<ActionResult> {
  const beganMs = run.beganMs ?? (await timeOfFiles());
  const executed = await run.execute();
  const { ran, seconds, reads } = executed;
  const exitCode = ran.code ?? 128 + (ran.signal ? os.constants.signals[ran.signal] : 0);
  const outcome = exitCode === 0 ? ('miss' as const) : ('failed' as const);
  const result: ActionResult = {
    ...{ outcome, exitCode, key, reason, stdout: ran.stdout, stderr: ran.stderr },
    ...{ written: [], secondsSaved: 0, toolSeconds: seconds },
  };
  if (exitCode !== 0) return result;
  const produced = readProduced(executed);
  const known = 'kind' in reads ? {} : { inputs: reads.inputs };
  const isKept = ({ path }: Produced): boolean => path.startsWith(KEPT);
  const files = produced.filter((output) => !isKept(output));
  const fixed = files.find(({ path }) => !isReplaceable(path));
  if (fixed) throw new Error(`${fixed.path} is not a regular file`);
  const written = placeOutputs(files);
  const kept = new Map(
    produced.filter(isKept).map(({ path, content }) => [path.slice(KEPT.length), content] as const),
  );
  const done = { ...result, ...known, written, kept };
  return { ...done, ...(await keep(cache, run, key, executed, produced, beganMs)) };
}

/** Stores a run, or says why not. */
async function keep(
  cache: CacheContext,
  { action, recorded }: ActionRun,
  key: string,
  executed: Executed,
  produced: readonly Produced[],
  beganMs: number | null,
): Promise<Pick<ActionResult, 'notStored' | 'root' | 'remote'>> {
  try {
    if (recorded) forgetRun(cache.roots, recorded.output);
    const { reads } = executed;
    if ('kind' in reads) return { notStored: reads };
    if (beganMs === null) return { notStored: { kind: 'no-clock', subject: os.tmpdir() } };
    if (produced.length === 0) return { notStored: { kind: 'no-output', subject: action.cwd } };
    const record = observeInputs(cache, action, reads, beganMs);
    if ('kind' in record) return { notStored: record };
    const finished = { action, key, record, produced, executed };
    const entry = entryOf(finished);
    const saved = await saveAction(cache, finished, entry);
    if (recorded) recordEntry(cache, action, recorded, entry, takeSnapshot());
    const remote = cache.remote();
    if (remote) await sendAction(cache, remote, key, entry, finished);
    const failed = remote?.failures ? { remote: 'failed' as const } : {};
    return saved instanceof StoreRoot ? { root: saved.path, ...failed } : { notStored: saved, ...failed };
  } catch (error) {
    cache.warn(`this run was not stored: ${(error as Error).message}`, 'run');
    const notStored: NotStored = { kind: 'store-refused', subject: cache.roots[0]?.path ?? '' };
    return { notStored };
  }
}

/** The time by the clock that stamps files. Null if it cannot be known. */
export async function timeOfFiles(): Promise<number | null> {
  const file = temporaryFile();
  try {
    return await clockOfFiles(file);
  } finally {
    removeQuietly(file);
  }
}
