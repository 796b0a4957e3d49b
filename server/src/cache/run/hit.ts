import path from 'node:path';
import type { RunResult } from '../api';
import type { CacheContext } from '../cache-context';
import { statOrTell } from '../inputs/input-files';
import type { Found } from '../lookup/found';
import type { CachedRun } from './begin-run';
import type { Tier } from './tier';
import { unreadable } from './tiers';

/** What a tier finds. A file that it cannot examine is a miss. */
export async function find(tier: Tier, run: CachedRun): Promise<Found | null> {
  try {
    return await tier.find(run);
  } catch (error) {
    return unreadable(error);
  }
}

/** Whether the output may be replaced. Caching ends in a rename over it, which must not replace a pipe or a device. */
export function isCacheableOutput(output: string): boolean {
  try {
    const stats = statOrTell(output);
    return stats === undefined || stats.isFile();
  } catch {
    return false;
  }
}

/** Does work that is not needed for the XML. A failure is only a warning. */
export async function quietly(cache: CacheContext, work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (error) {
    cache.warn(`this run was not recorded: ${(error as Error).message}`, 'run');
  }
}

const NOTHING = Buffer.alloc(0);

/** The result of a run whose XML was restored. */
export function hitResult(run: CachedRun, found: Found, tier: Tier): RunResult {
  const { l2, l2Key = '' } = found;
  const seconds = (performance.now() - run.started) / 1000;
  return {
    exitCode: 0,
    stdout: NOTHING,
    stderr: NOTHING,
    l1: run.prepared.l1,
    l2: l2Key,
    ...(l2 ? { root: l2.root.path } : {}),
    secondsSaved: l2?.check ? Math.max(0, l2.check.seconds - seconds) : 0,
    ...tier.outcome(found),
  };
}

/** The contract's line about a hit, for `verboseLine`. */
export function hitLine(run: CachedRun, found: Found, tier: Tier): string {
  const way = tier.outcome(found).outcome === 'hit-l2' ? 'l2' : 'l1→l2';
  return `HIT  ${path.basename(run.prepared.source)} (${way}=${(found.l2Key ?? '').slice(0, 8)})`;
}

/** A line on stderr of a verbose run. */
export function verboseLine(text: string): string {
  return `itk-castxml-cache: ${text}\n`;
}
