import type { Prepared } from '../invocation/resolved-run';
import type { Found, LookupContext } from '../lookup/found';
import type { RunOutcome } from '../../shared/reasons';
import type { RunResult } from '../api';
import type { CachedRun } from './begin-run';

/**
 * One way to find the XML of a run. The cache tries its tiers in order, and the search ends at the first XML that can be
 * restored: see "Tiers" in docs/cache.md.
 */
export interface Tier {
  /**
   * Returns null if this tier does not apply to the run.
   * @throws CannotTell if a file that the result depends on cannot be examined
   */
  find(run: CachedRun): Found | null | Promise<Found | null>;
  /** Records the hit once the XML is restored. A failure costs the next run some milliseconds. */
  record(run: CachedRun, hit: Found): void | Promise<void>;
  outcome(hit: Found): Pick<RunResult, 'remote'> & { outcome: RunOutcome };
}

/** A tier whose search starts no process, connects nowhere and writes nothing. `inspect` uses only these. */
export interface LocalTier extends Tier {
  look(prepared: Prepared, context: LookupContext): Found | null;
}
