import type { CacheOptions } from './api';
import { countAction } from './storage/stats';
import type { ActionResult, ActionTool } from './action/action';
import { OpenedCache } from './opened-cache';
import type { CacheContext } from './cache-context';
import { runSwig, type SwigOptions } from './swig/run-swig';
import type { SwigInvocation } from './swig/swig-arguments';

/** A cache of the runs of tools other than CastXML, over the same store roots. All methods may be called at the same time. */
export interface ActionCache {
  /** Runs SWIG, from the cache if possible. Rejects only with an `AbortError`. */
  swig(invocation: SwigInvocation, options?: SwigOptions): Promise<ActionResult>;
  /** Writes new digests of files to the first writable root. A run does this itself at most once a second. */
  flush(): void;
}

/** Opens a cache over store roots. Nothing is read or written before the first request. */
export function openActionCache(options: CacheOptions): ActionCache {
  const opened = new OpenedCache(options);
  return {
    swig: (invocation, how) => counted(opened, 'swig', (context) => runSwig(context, invocation, how)),
    flush: () => opened.index.flush(),
  };
}

async function counted(
  opened: OpenedCache,
  tool: ActionTool,
  run: (context: CacheContext) => Promise<ActionResult>,
): Promise<ActionResult> {
  await opened.ready();
  const { context } = opened;
  const result = await run(context);
  try {
    opened.keepDigests(true);
    if (result.outcome !== 'bypass') countAction(context.roots, tool, result, context.now());
    if (result.outcome === 'miss' && result.root) opened.checkSize(result.root);
  } catch (error) {
    context.warn(`this run was not counted: ${(error as Error).message}`, 'run');
  }
  return result;
}
