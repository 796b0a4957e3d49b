import { isRecorded, sinceRun, type SinceRun } from '../action/last-run';
import type { CacheContext } from '../cache-context';
import { takeSnapshot, type Snapshot } from '../inputs/digests';
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
    const tool = await toolNow(cache, invocation, snapshot);
    return sinceRun(cache.roots, run.output, tool, (file) => cache.digests.file(file, snapshot).digest);
  } catch (error) {
    if (error instanceof CannotTell) return { state: 'unknown' };
    throw error;
  }
}

const tools = new WeakMap<Snapshot, Map<string, Promise<SwigTool | null>>>();

/** SWIG, identified once for all types that share a snapshot. */
function toolNow(
  cache: CacheContext,
  invocation: SwigInvocation,
  snapshot: Snapshot,
): Promise<SwigTool | null> {
  let known = tools.get(snapshot);
  if (!known) tools.set(snapshot, (known = new Map<string, Promise<SwigTool | null>>()));
  const name = `${invocation.swig}\0${invocation.cwd}`;
  let tool = known.get(name);
  if (!tool) known.set(name, (tool = findSwig(cache, invocation, snapshot, { mayAsk: false })));
  return tool;
}
