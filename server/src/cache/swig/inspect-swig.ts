import type { ActionMiss } from '../action/action';
import { actionKey } from '../action/action-key';
import { findAction } from '../action/find-action';
import type { CacheContext } from '../cache-context';
import { takeSnapshot, type Snapshot } from '../inputs/digests';
import { CannotTell } from '../inputs/input-files';
import { swigAction, swigOutputs } from './swig-action';
import { parseSwigArguments, type SwigInvocation } from './swig-arguments';
import { findSwig } from './swig-tool';

/** Whether a run would hit. `unknown`: it cannot be cached, or only SWIG itself knows where its library is. */
export type SwigVerdict = { state: 'hit' } | { state: 'miss'; reason: ActionMiss } | { state: 'unknown' };

/** Looks a run of SWIG up without running or writing anything. */
export async function inspectSwig(
  cache: CacheContext,
  invocation: SwigInvocation,
  snapshot: Snapshot = takeSnapshot(),
): Promise<SwigVerdict> {
  const run = parseSwigArguments(invocation);
  if (!run || cache.environment.SWIG_FEATURES) return { state: 'unknown' };
  try {
    const tool = await findSwig(cache, invocation, snapshot, { mayAsk: false });
    if (!tool) return { state: 'unknown' };
    const action = swigAction(invocation, run, tool);
    const found = findAction(cache, action, actionKey(action), swigOutputs(run), snapshot);
    return 'reason' in found ? { state: 'miss', reason: found.reason } : { state: 'hit' };
  } catch (error) {
    if (error instanceof CannotTell) return { state: 'unknown' };
    throw error;
  }
}
