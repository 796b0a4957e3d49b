import type { Prepared } from '../invocation/resolved-run';
import type { Found, LookupContext } from '../lookup/found';
import type { RunOutcome } from '../../shared/reasons';
import type { RunResult } from '../api';
import type { CachedRun } from './cached-run';

/**
 * One way to the XML of a run. The cache asks its tiers in order, and the first that has an XML which can be restored ends the
 * search: docs/cache.md, "Tiers".
 */
export interface Tier {
  /** Null: this tier does not apply to the run. Throws CannotTell if a file that the result depends on cannot be examined. */
  find(run: CachedRun): Found | null | Promise<Found | null>;
  /** Records the hit once the XML is restored. A failure costs the next run some milliseconds. */
  record(run: CachedRun, hit: Found): void | Promise<void>;
  outcome(hit: Found): Pick<RunResult, 'remote'> & { outcome: RunOutcome };
}

/** A tier that starts no process, connects nowhere and writes nothing to find out. `inspect` asks no other. */
export interface LocalTier extends Tier {
  look(prepared: Prepared, context: LookupContext): Found | null;
}
