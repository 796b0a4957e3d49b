import { takeSnapshot, type Snapshot } from '../inputs/digests';
import { absolutePath } from '../inputs/settled-path';
import type { Found } from '../lookup/found';
import type { CachedRun } from './begin-run';
import { filesRead } from './files-read';

/**
 * The mtime for the XML of a hit, in milliseconds since 1970. Null: the time at which it is written, because its inputs were
 * checked right before. If other runs share the snapshot, an input may have changed since. Such an input must be newer than the
 * XML, for ninja and for the next check. The inputs that were checked must not be newer, or ninja would run castxml again.
 */
export function restoredTime({ cache, prepared, options }: CachedRun, found: Found): number | null {
  const { snapshot } = options;
  if (!snapshot) return null;
  const { cwd } = prepared.invocation;
  let newest = momentOf(snapshot);
  for (const dependency of filesRead(found) ?? []) {
    const { signature } = cache.digests.file(absolutePath(cwd, dependency), snapshot);
    if (signature) newest = Math.max(newest, signature.mtimeMs + MICROSECOND);
  }
  return Math.min(newest, Date.now());
}

/** In milliseconds. Numbers do not hold the nanoseconds of an mtime. */
const MICROSECOND = 0.001;
/** The file system's clock may be behind the process's clock by this much. */
const TICK_MS = 20;

/** The time of a snapshot by the file system's clock. It is not later than the time of any change after the snapshot. */
function momentOf(snapshot: Snapshot): number {
  return Date.now() - (takeSnapshot().since - snapshot.since) - TICK_MS;
}
