import { resolveTokens } from '../invocation/tree-pair';
import type { Found } from '../lookup/found';

/** The files that the run of a hit read, as its entry names them. Null if the entry does not say. */
export function filesRead({ entry, portable }: Found): readonly string[] | null {
  const deps = portable
    ? portable.entry.deps.map(([name, digest]) => [resolveTokens(name, portable.trees), digest] as const)
    : entry?.deps;
  // A file without a digest is only named by a `#line`.
  return deps?.filter(([, digest]) => digest !== '').map(([name]) => name) ?? null;
}
