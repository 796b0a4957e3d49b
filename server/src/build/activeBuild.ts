import type { BuildCandidate } from './find';

/**
 * The build to show for the files of a workspace folder, of candidates with the best first: one of its own, else the best of
 * all. Undefined where none is usable.
 */
export function activeBuild<T extends Pick<BuildCandidate, 'folder' | 'usable'>>(
  candidates: readonly T[],
  folder: string | null,
): T | undefined {
  const usable = candidates.filter((candidate) => candidate.usable);
  return usable.find((candidate) => candidate.folder === folder) ?? usable[0];
}
