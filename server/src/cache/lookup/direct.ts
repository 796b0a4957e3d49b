import type { Prepared } from '../invocation/resolved-run';
import type { LookupContext, Found } from './found';
import { readL1, type StoredL1, type StoredL2, storedMs } from '../storage/entries';
import { l1Folder, L1_ENTRY } from '../storage/store-names';
import { reasonWithoutEntry } from './reason-without-entry';
import { type L1Check, type L1Entry, parseL1Entry, isKey } from '../storage/l1-entry';
import {
  changedDependency,
  changedIncludeSpace,
  changedSurroundings,
  inputChangeSince,
  changedDirectory,
} from './input-changes';
import { contractFingerprint } from './fingerprints';
import { findUsableL2, xmlFits } from './usable-entry';
import type { StoreRoot } from '../storage/store-root';

/**
 * Looks for a valid L1 entry, in the order of the roots. Every input must still match the entry's record. If several entries
 * are invalid, the reason of the first one counts.
 */
export function findDirect(prepared: Prepared, context: LookupContext): Found {
  let failed: Found | null = null;
  for (const root of context.roots) {
    const stored = readL1(root, prepared.l1);
    if (!stored) continue;
    const file = root.file(`${l1Folder(prepared.l1)}/${L1_ENTRY}`);
    const found =
      context.scheme === 'plain'
        ? lookUpPlain(stored.bytes.toString('utf8'), file, prepared, context)
        : verify(stored, file, prepared, context);
    if (found.state !== 'miss') return { ...found, root };
    failed ??= { ...found, root };
  }
  return failed ?? { state: 'miss', reason: reasonWithoutEntry(prepared, context) };
}

/** The parsed L1 entry. Null if it or its check does not match the current inputs. */
export function verifyL1(
  text: string,
  check: L1Check,
  prepared: Prepared,
  context: LookupContext,
): L1Entry | null {
  const entry = parseL1Entry(text);
  if (!entry || check.surroundings !== prepared.surroundingsDigest) return null;
  const changed =
    changedDependency(entry.deps, check, prepared, context) ??
    changedIncludeSpace(entry.deps, check, check.trees ?? null, prepared, context);
  return changed === null && contractFingerprint(prepared, context) === entry.incfp ? entry : null;
}

function lookUpPlain(text: string, file: string, prepared: Prepared, context: LookupContext): Found {
  const l2Key = text.trim();
  if (!isKey(l2Key)) return { state: 'miss', reason: { kind: 'corrupt', subject: file } };
  const l2 = findUsableL2(l2Key, prepared, context.roots);
  return 'reason' in l2 ? { state: 'miss', l2Key, ...l2 } : { state: 'unverified', l2Key, l2 };
}

function verify(stored: StoredL1, file: string, prepared: Prepared, context: LookupContext): Found {
  const { bytes, check, mtimeMs: writtenMs, signatures } = stored;
  const entry = context.manifests?.read(bytes) ?? parseL1Entry(bytes.toString('utf8'));
  if (!entry) return { state: 'miss', reason: { kind: 'corrupt', subject: file } };
  const known = { l2Key: entry.l2Key, entry };
  // A foreign entry does not record from which files and lines its text is, and so not whether our XML of that text is its own.
  const fits = (l2: StoredL2): boolean =>
    check ? xmlFits(l2, check.layout, check.trees ?? null) : l2.check === null;
  const l2 = findUsableL2(entry.l2Key, prepared, context.roots, fits);
  if (!('reason' in l2)) context.expect?.(l2);
  const madeMs = check ? writtenMs : entryMadeMs(entry, writtenMs, context.roots);
  const changed =
    changedSurroundings(prepared, check, madeMs) ??
    changedDependency(entry.deps, check, prepared, context) ??
    (check
      ? changedIncludeSpace(entry.deps, check, check.trees ?? null, prepared, context)
      : inputChangeSince(entry, madeMs - LONGEST_RUN_MS, prepared, context));
  if (changed) return { state: 'miss', reason: changed, ...known };
  if (contractFingerprint(prepared, context) !== entry.incfp) {
    const subject = changedDirectory(check, writtenMs, prepared, context);
    return {
      state: 'miss',
      reason: { kind: 'include-directory-changed', subject },
      sameText: true,
      ...known,
    };
  }
  if ('reason' in l2) return { state: 'miss', ...l2, ...known };
  const ours = check ? { check, signatures, ...(check.trees ? { trees: check.trees } : {}) } : {};
  return { state: 'hit', l2, ...known, ...ours };
}

/** castxml may have missed a file that was added while it ran, so such a file is as suspect as a later one. */
const LONGEST_RUN_MS = 60_000;

/**
 * The latest possible time at which an entry without a check was made, in milliseconds since 1970. Its own mtime does not
 * help: each hit updates it, even a hit by an implementation that missed a later change. But the XML was stored before the
 * entry, and nothing touches the `_meta.json` of the XML.
 */
function entryMadeMs(entry: L1Entry, writtenMs: number, roots: readonly StoreRoot[]): number {
  return Math.min(writtenMs, ...roots.map((root) => storedMs(root, entry.l2Key) ?? writtenMs));
}
