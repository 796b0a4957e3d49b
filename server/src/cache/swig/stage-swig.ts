import type { ActionResult } from '../action/action';
import { KEPT } from '../action/action';
import { actionKey } from '../action/action-key';
import { resolved } from '../action/action-inputs';
import { findAction } from '../action/find-action';
import { recordEntry } from '../action/last-run';
import { discardMoves, isReplaceable, type Move, stageReplacement } from '../action/place-outputs';
import { markUsed, stageAction } from '../action/restore-action';
import type { CacheContext } from '../cache-context';
import { takeSnapshot } from '../inputs/digests';
import type { SwigOptions } from './run-swig';
import { swigAction, swigOutputs } from './swig-action';
import { parseSwigArguments, type SwigInvocation } from './swig-arguments';
import { swigDepfileText, withDepfile } from './swig-depfile';
import { findSwig } from './swig-tool';

/** A hit whose files still have to be renamed, in their order. */
export interface StagedSwig {
  moves: readonly Move[];
  stdout: Buffer;
  stderr: Buffer;
  /** What `runSwig` would return. */
  result: ActionResult;
  /** Marks the entry as used, and records the run. Call it after the renames. */
  finish: () => void;
  discard: () => void;
}

/**
 * Finds a run of SWIG in the local roots, and does everything but the last renames. Null if the run needs anything else. It
 * starts no process.
 */
export async function stageSwig(
  cache: CacheContext,
  invocation: SwigInvocation,
  { depfile, snapshot = takeSnapshot() }: Pick<SwigOptions, 'depfile' | 'snapshot'> = {},
): Promise<StagedSwig | null> {
  const started = performance.now();
  const parsed = parseSwigArguments(invocation);
  const run = parsed && withDepfile(parsed, invocation, depfile);
  if (!run || cache.environment.SWIG_FEATURES) return null;
  const tool = await findSwig(cache, invocation, snapshot, { mayAsk: false });
  if (!tool) return null;
  const action = swigAction(invocation, run, tool);
  const key = actionKey(action);
  const found = findAction(cache, action, key, swigOutputs(run), snapshot);
  if ('reason' in found) return null;
  const { entry, root } = found;
  const outputs = entry.outputs.map((output) => resolved(output.path, action.trees));
  if (!outputs.every((file) => file.startsWith(KEPT) || isReplaceable(file))) return null;
  const staged = await stageAction(cache, found, action.trees);
  if (!staged) return null;
  const { stdout, stderr } = staged;
  const moves = [...staged.moves];
  const inputs = entry.inputs.map(([file]) => resolved(file, action.trees));
  try {
    if (run.depfile)
      moves.push(stageReplacement(run.depfile.file, swigDepfileText(run.depfile, inputs, tool)));
  } catch (error) {
    discardMoves(moves);
    throw error;
  }
  const secondsSaved = Math.max(0, entry.seconds - (performance.now() - started) / 1000);
  const written = staged.moves.map(({ to }) => to);
  return {
    ...{ moves, stdout, stderr },
    result: {
      ...{ outcome: 'hit', exitCode: 0, key, inputs, root: root.path, written, secondsSaved },
      ...{ stdout, stderr, kept: staged.kept },
    },
    finish: () => {
      markUsed(cache, found);
      recordEntry(cache, action, { output: run.output, program: tool.files[0] ?? '' }, entry, snapshot);
    },
    discard: () => discardMoves(moves),
  };
}
