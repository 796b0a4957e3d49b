import type { Prepared } from '../invocation/resolved-run';
import type { StoreRoot } from '../storage/store-root';
import { type StoredL2, findL2, type L2Check } from '../storage/entries';
import type { MissReason } from '../../shared/reasons';
import { type TextLayout, layoutAgrees } from '../inputs/text-layout';
import type { Trees } from '../api';
import { TREES } from '../invocation/tree-pair';
import { isSpelledAlike } from '../inputs/c-escapes';

/**
 * The L2 entry of a key in any root, or why there is none. Entries are skipped if they were made with other flags or do not
 * fit.
 */
export function findUsableL2(
  key: string,
  prepared: Pick<Prepared, 'flags'>,
  roots: readonly StoreRoot[],
  fits: (l2: StoredL2) => boolean = () => true,
): StoredL2 | { reason: MissReason; replaceable?: boolean } {
  let reason: MissReason = { kind: 'evicted' };
  let replaceable = false;
  for (const root of roots) {
    const found = findL2(root, key);
    if (!found) continue;
    if ('damaged' in found) reason = { kind: 'corrupt', subject: found.damaged };
    else if (found.check && found.check.flags !== prepared.flags)
      reason = { kind: 'flags-changed', subject: found.root.file(found.name) };
    else if (fits(found)) return found;
    replaceable = true;
  }
  return { reason, replaceable };
}

/**
 * Whether an entry's XML, with its paths translated, is right for text with this layout in these trees. If this is not
 * recorded, only the contract's rules decide.
 */
export function xmlFits(
  l2: { check: L2Check | null },
  layout: TextLayout | null,
  trees: Trees | null,
): boolean {
  if (!l2.check) return true;
  if (layout && !layoutAgrees(l2.check.layout, layout)) return false;
  const { trees: madeIn, pinned = [], literals } = l2.check;
  if (!madeIn || !trees) return true;
  return TREES.every((tree) => {
    if (madeIn[tree] === trees[tree]) return true;
    if (pinned.includes(tree)) return false;
    // The path has a single spelling in the XML only if no literal contains it.
    return (
      literals?.includes(tree) === false || (isSpelledAlike(madeIn[tree]) && isSpelledAlike(trees[tree]))
    );
  });
}
