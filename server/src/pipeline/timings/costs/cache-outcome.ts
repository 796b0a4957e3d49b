import type { CacheOutcome } from '../../../shared/timings/timings-report';

/** What the store records of the last run for an XML. */
export interface RunRecord {
  /** When the XML of that run was stored, in milliseconds since 1970. */
  storedMs: number;
}

/** The inaccuracy of file times, and the time that storing takes, in milliseconds. */
const SLACK_MS = 5000;

/**
 * Whether a run of castxml was a hit. The log has the time of the run, and the store the time at which the XML of the last run
 * was stored. A miss stores its XML itself. A hit restores one that was stored before the run began. Unknown if the store
 * has no record, if the log has no time, or if the XML was stored after the run.
 */
export function cacheOutcomeOf(
  run: { seconds: number; writtenMs: number | null },
  record: RunRecord | null,
): CacheOutcome {
  if (record === null || run.writtenMs === null) return 'unknown';
  // Ninja records either the begin or the end of the command.
  const earliest = run.writtenMs - run.seconds * 1000 - SLACK_MS;
  const latest = run.writtenMs + run.seconds * 1000 + SLACK_MS;
  if (record.storedMs < earliest) return 'hit';
  return record.storedMs <= latest ? 'miss' : 'unknown';
}
