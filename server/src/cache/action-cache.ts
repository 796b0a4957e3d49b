import type { CacheOptions } from './api';
import { countAction } from './storage/stats';
import type { ActionResult, ActionTool } from './action/action';
import type { SinceRun } from './action/last-run';
import { OpenedCache } from './opened-cache';
import type { CacheContext } from './cache-context';
import { runIgenerator, type IgeneratorOptions, type IgeneratorResult } from './igenerator/cached-igenerator';
import { igeneratorSinceRun } from './igenerator/igenerator-since-run';
import { inspectIgenerator } from './igenerator/inspect-igenerator';
import type { IgeneratorInvocation } from './igenerator/igenerator-arguments';
import type { Snapshot } from './inputs/digests';
import { inspectSwig, type SwigVerdict } from './swig/inspect-swig';
import { runSwig, type SwigOptions } from './swig/run-swig';
import { swigSinceRun } from './swig/swig-since-run';
import { stageSwig, type StagedSwig } from './swig/stage-swig';
import type { SwigInvocation } from './swig/swig-arguments';

/** A cache of the runs of tools other than CastXML, over the same store roots. All methods may be called at the same time. */
export interface ActionCache {
  /** Runs SWIG, from the cache if possible. Rejects only with an `AbortError`. */
  swig(invocation: SwigInvocation, options?: SwigOptions): Promise<ActionResult>;
  /** Does everything of a hit of SWIG but the last renames. Null if the run needs anything else. Starts no process. */
  stageSwig(
    invocation: SwigInvocation,
    options?: Pick<SwigOptions, 'depfile' | 'snapshot'>,
  ): Promise<StagedSwigHit | null>;
  /** Whether a run of SWIG would hit. Starts no process, and writes nothing. */
  inspectSwig(invocation: SwigInvocation, snapshot?: Snapshot): Promise<SwigVerdict>;
  /** Whether a run of SWIG would read the same as the one that left its outputs. Starts no process, and writes nothing. */
  swigSinceRun(invocation: SwigInvocation, snapshot?: Snapshot): Promise<SinceRun>;
  /** The same for a run of igenerator. */
  igeneratorSinceRun(invocation: IgeneratorInvocation, snapshot?: Snapshot): Promise<SinceRun>;
  /** Whether a run of igenerator for each type of a module would hit; null if that is not known. Starts no process. */
  inspectIgenerator(invocation: IgeneratorInvocation): Promise<ReadonlyMap<string, 'hit' | 'miss'> | null>;
  /** Runs igenerator for a module, type by type, from the cache if possible. Rejects only with an `AbortError`. */
  igenerator(invocation: IgeneratorInvocation, options: IgeneratorOptions): Promise<IgeneratorResult>;
  /** Writes new digests of files to the first writable root. A run does this itself at most once a second. */
  flush(): void;
}

/** A hit of SWIG whose files are complete, under temporary names. Call either `count` or `discard`. */
export interface StagedSwigHit extends Pick<StagedSwig, 'moves' | 'stdout' | 'stderr' | 'discard'> {
  /** Counts the hit, once the files have been renamed. */
  count: () => void;
}

/** Opens a cache over store roots. Nothing is read or written before the first request. */
export function openActionCache(options: CacheOptions): ActionCache {
  const opened = new OpenedCache(options);
  return {
    swig: async (invocation, how) => {
      const context = await ready(opened);
      const result = await runSwig(context, invocation, how);
      count(opened, 'swig', [result]);
      return result;
    },
    stageSwig: async (invocation, how) => {
      const staged = await stageSwig(await ready(opened), invocation, how);
      if (!staged) return null;
      const { result, finish, ...hit } = staged;
      const counted = (): void => {
        finish();
        count(opened, 'swig', [result]);
      };
      return { ...hit, count: counted };
    },
    inspectSwig: async (invocation, snapshot) => inspectSwig(await ready(opened), invocation, snapshot),
    swigSinceRun: async (invocation, snapshot) => swigSinceRun(await ready(opened), invocation, snapshot),
    igeneratorSinceRun: async (invocation, snapshot) =>
      igeneratorSinceRun(await ready(opened), invocation, snapshot),
    inspectIgenerator: async (invocation) => inspectIgenerator(await ready(opened), invocation),
    igenerator: async (invocation, how) => {
      const context = await ready(opened);
      const result = await runIgenerator(context, invocation, how);
      count(opened, 'igenerator', result.parts);
      return result;
    },
    flush: () => opened.index.flush(),
  };
}

async function ready(opened: OpenedCache): Promise<CacheContext> {
  await opened.ready();
  return opened.context;
}

function count(opened: OpenedCache, tool: ActionTool, results: readonly ActionResult[]): void {
  const { context } = opened;
  try {
    opened.keepDigests(true);
    for (const result of results)
      if (result.outcome !== 'bypass') countAction(context.roots, tool, result, context.now());
    const stored = results.find(({ outcome, root }) => outcome === 'miss' && root);
    if (stored?.root) opened.checkSize(stored.root);
  } catch (error) {
    context.warn(`this run was not counted: ${(error as Error).message}`, 'run');
  }
}
