import { OK } from '../storage/store-names';
import type { Invocation, RunResult } from '../api';
import type { CacheContext } from '../cache-context';
import { removeQuietly } from '../inputs/input-files';
import { missingInput } from '../invocation/resolved-run';
import { beginRun } from './begin-run';
import { find, hitLine, hitResult, isCacheableOutput, quietly, verboseLine } from './hit';
import { restoredTime } from './restored-time';
import { stage } from './restore';
import type { Snapshot } from '../inputs/digests';
import type { ManifestPool } from '../lookup/manifest-pool';
import { localTiers } from './tiers';

/** A hit whose XML still has to be renamed. */
export interface Staged {
  /** The finished XML, next to the output. */
  staged: string;
  output: string;
  /** What the run prints if it is verbose. */
  line: string;
  result: RunResult;
  discard: () => void;
}

/**
 * Finds a run's XML in the local tiers, and does everything but the last rename. Null if the run needs anything else. It starts
 * no process.
 */
export async function stageHit(
  cache: CacheContext,
  invocation: Invocation,
  { snapshot, manifests }: { snapshot?: Snapshot; manifests?: ManifestPool } = {},
): Promise<Staged | null> {
  const begun = beginRun(cache, invocation, snapshot ? { snapshot } : {});
  const run = begun && { ...begun, manifests };
  if (!run || !isCacheableOutput(run.prepared.output) || missingInput(run.prepared) !== null) return null;
  const { output } = run.prepared;
  for (const tier of localTiers) {
    const found = await find(tier, run);
    if (found?.state !== 'hit' || !found.l2) continue;
    const staged = await stage(cache, output, found.l2, found.trees ?? null, restoredTime(run, found));
    if (staged === null) return null;
    const { root, name } = found.l2;
    root.touch(`${name}/${OK}`, cache.now());
    await quietly(cache, () => tier.record(run, found));
    return {
      staged,
      output,
      line: verboseLine(hitLine(run, found, tier)),
      result: hitResult(run, found, tier),
      discard: () => removeQuietly(staged),
    };
  }
  return null;
}
