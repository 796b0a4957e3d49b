import type { Prepared } from '../invocation/resolved-run';
import type { LookupContext, Found } from './found';
import { portableKey, readPortable, type PortableEntry, fromPortable } from '../storage/portable-entry';
import { findUsableL2, xmlFits } from './usable-entry';
import type { Trees } from '../api';
import { resolveTokens } from '../invocation/tree-pair';
import { changedDependency, changedIncludeSpace } from './input-changes';
import { relevantNames } from '../inputs/include-space';

/** Looks for a portable entry whose files, resolved in this run's trees, all match its record. */
export function findPortable(prepared: Prepared, context: LookupContext): Found | null {
  if (context.scheme === 'plain' || !(prepared.sourceBytes instanceof Buffer)) return null;
  let key: string | null = null;
  for (const root of context.roots) {
    if (!root.stat('p1')) continue;
    const trees = prepared.trees();
    if (!trees) return null;
    key ??= portableKey(prepared, trees);
    const entries = readPortable(root, key);
    for (const { name, entry } of entries) {
      const layout = { ...entry.layout, exact: '', source: '' };
      const l2 = findUsableL2(entry.l2Key, prepared, context.roots, (l2) => xmlFits(l2, layout, trees));
      if ('reason' in l2 || !l2.check?.trees) continue;
      // The one that was used last is the likeliest.
      if (entry === entries[0]?.entry) context.expect?.(l2);
      if (!verifyPortable(entry, trees, prepared, context)) continue;
      return { state: 'hit', l2Key: entry.l2Key, l2, root, trees, portable: { name, entry, trees, entries } };
    }
  }
  return null;
}

/** Whether every file of a portable entry, resolved in this run's trees, matches its record. */
export function verifyPortable(
  entry: PortableEntry,
  trees: Trees,
  prepared: Prepared,
  context: LookupContext,
): boolean {
  const deps = entry.deps.map(([dep, digest]) => [resolveTokens(dep, trees), digest] as const);
  if (changedDependency(deps, entry, prepared, context)) return false;
  const read = entry.deps.filter(([, digest]) => digest !== '').map(([dep]) => dep);
  const names = (): Set<string> => relevantNames([...read, ...entry.probes], null);
  return changedIncludeSpace(deps, fromPortable(entry, trees), trees, prepared, context, names) === null;
}
