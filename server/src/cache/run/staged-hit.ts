import { OK } from '../storage/store-names';
import type { Invocation, RunOptions, RunResult } from '../api';
import type { CacheContext } from '../cache-context';
import { removeQuietly } from '../inputs/input-files';
import { missingInput } from '../invocation/resolved-run';
import { stageDepfile } from '../invocation/write-depfile';
import type { StagedDepfile } from '../inputs/depfile';
import { beginRun } from './begin-run';
import { find, hitLine, hitResult, isCacheableOutput, quietly, verboseLine } from './hit';
import { filesRead } from './files-read';
import { stage } from './restore';
import { recordXml } from './save';
import type { ManifestPool } from '../lookup/manifest-pool';
import { localTiers } from './tiers';

/** A hit whose files still have to be renamed. */
export interface Staged {
  /** The finished XML, next to the output. Null if the output is already right. */
  staged: string | null;
  output: string;
  depfile: StagedDepfile | null;
  /** What the run prints if it is verbose. */
  line: string;
  result: RunResult;
  /** Records which XML is at the output, once it has been renamed. */
  record: () => void;
  discard: () => void;
}

/**
 * Finds a run's XML in the local tiers, and does everything but the last rename. Null if the run needs anything else. It starts
 * no process.
 */
export async function stageHit(
  cache: CacheContext,
  invocation: Invocation,
  { manifests, ...options }: Pick<RunOptions, 'snapshot' | 'depfile'> & { manifests?: ManifestPool } = {},
): Promise<Staged | null> {
  const begun = beginRun(cache, invocation, options);
  const run = begun && { ...begun, manifests };
  if (!run || !isCacheableOutput(run.prepared.output) || missingInput(run.prepared) !== null) return null;
  const { output } = run.prepared;
  for (const tier of localTiers) {
    const found = await find(tier, run);
    if (found?.state !== 'hit' || !found.l2) continue;
    const wanted = options.depfile;
    const depfile = wanted ? stageDepfile(cache, wanted, invocation.cwd, filesRead(found)) : null;
    if (wanted && !depfile) return null;
    const discardDepfile = (): void => void (depfile && removeQuietly(depfile.staged));
    const stagedXml = await stage(run, { ...found, l2: found.l2 });
    if (stagedXml === null) {
      discardDepfile();
      return null;
    }
    const { file: staged, xml } = stagedXml;
    const { root, name } = found.l2;
    root.touch(`${name}/${OK}`, cache.now());
    await quietly(cache, () => tier.record(run, found));
    return {
      staged,
      output,
      depfile,
      line: verboseLine(hitLine(run, found, tier)),
      result: hitResult(run, found, tier),
      record: () => recordXml(cache, run.prepared, found.l2Key ?? '', xml),
      discard: () => {
        if (staged !== null) removeQuietly(staged);
        discardDepfile();
      },
    };
  }
  return null;
}
