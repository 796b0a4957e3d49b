import { isRecorded, sinceRun, type SinceRun } from '../action/last-run';
import type { CacheContext } from '../cache-context';
import { takeSnapshot, type Snapshot } from '../inputs/digests';
import { PerSnapshot } from '../action/per-snapshot';
import { CannotTell } from '../inputs/input-files';
import { parseSwigArguments, type SwigInvocation } from './swig-arguments';
import { findSwig, type SwigTool } from './swig-tool';

/** Compares what SWIG would read now with what it read when it last ran through this store. Starts no process. */
export async function swigSinceRun(
  cache: CacheContext,
  invocation: SwigInvocation,
  snapshot: Snapshot = takeSnapshot(),
): Promise<SinceRun> {
  const run = parseSwigArguments(invocation);
  if (!run || !isRecorded(cache.roots, run.output)) return { state: 'unknown' };
  try {
    const tool = await tools.get(snapshot, [invocation.swig, invocation.cwd], () =>
      findSwig(cache, invocation, snapshot, { mayAsk: false }),
    );
    return sinceRun(cache.roots, run.output, tool, (file) => cache.digests.file(file, snapshot).digest);
  } catch (error) {
    if (error instanceof CannotTell) return { state: 'unknown' };
    throw error;
  }
}

/** Found once for all types that share a snapshot. */
const tools = new PerSnapshot<Promise<SwigTool | null>>();
