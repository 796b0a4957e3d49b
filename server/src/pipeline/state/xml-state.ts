import { isOtherCommand, isUnfinished, type NinjaLog } from '../../build/generators/ninja-log';
import type { BuildType } from '../../build/build-tree';
import type { Verdict } from '../../cache/api';
import { isNewer, type StatMemo } from '../../host/stat-memo';
import type { XmlState } from '../../shared/state-words';
import type { XmlEvidence } from './xml-evidence';

/** Evidence about an XML besides the times of files. */
export interface XmlKnowledge {
  verdict?: Verdict | undefined;
  evidence: XmlEvidence;
  /** Ninja's log, which tells whether another command made the XML. */
  log?: NinjaLog;
}

/**
 * Whether a type's XML matches its inputs. Ninja compares its time only with its direct inputs. Here every header counts
 * that a manifest of the cache lists or that the XML names. Evidence from the store takes precedence over the XML's time,
 * which any copy changes.
 * @returns `because`: the input that is newer than the XML, changed since, or no longer exists; null if unknown
 */
export function xmlStateOf(
  type: BuildType,
  headers: readonly string[],
  stats: StatMemo,
  { verdict, evidence, log }: XmlKnowledge = { evidence: { kind: 'unknown' } },
): { state: XmlState; because: string | null; otherCommand?: true } {
  const written = stats.mtime(type.xml);
  if (written === null) return { state: 'missing', because: null };
  const isPlain = verdict?.state === 'unverified';
  // The plain scheme restores an XML without looking at headers, so the XML is as old as the stored run.
  const made =
    isPlain && evidence.kind === 'recorded' && evidence.storedMs !== null
      ? Math.min(written, evidence.storedMs)
      : written;
  let newest: { file: string; changed: number } | null = null;
  for (const files of [[type.cxx, type.inc], type.inputs, headers])
    for (const file of files) {
      const changed = stats.mtime(file);
      if (changed === null) return { state: 'stale', because: file };
      if (isNewer(changed, made) && (newest === null || changed > newest.changed)) newest = { file, changed };
    }
  if (newest && !isKept(type, verdict, evidence)) return { state: 'stale', because: newest.file };
  if (evidence.kind === 'earlier') return { state: 'stale', because: subjectOf(verdict) };
  if (evidence.kind === 'other' && verdict?.state === 'hit') return { state: 'stale', because: null };
  // Until a run of ours is recorded for ninja, the store alone knows that it has ended.
  const isProven = verdict?.state === 'hit' && evidence.kind === 'recorded' && isUnfinished(log, type.xml);
  if (log && !isProven && isOtherCommand(log, type.xml, type.castxml))
    return { state: 'stale', because: null, otherCommand: true };
  return { state: isPlain ? 'unverified' : 'fresh', because: null };
}

/**
 * Whether the XML is older than an input because a run found that it was already right and left it alone. Only runs with a
 * depfile do that.
 */
function isKept({ castxml }: BuildType, verdict: Verdict | undefined, evidence: XmlEvidence): boolean {
  return (
    castxml?.depfile !== undefined &&
    verdict?.state === 'hit' &&
    evidence.kind === 'recorded' &&
    evidence.byContent
  );
}

function subjectOf(verdict: Verdict | undefined): string | null {
  return verdict?.reason && 'subject' in verdict.reason ? verdict.reason.subject : null;
}
