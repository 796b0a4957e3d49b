import type { BuildCandidate } from './find-builds';

/**
 * The build to show for the files of a workspace folder, of candidates with the best first: one of that folder's sources, else
 * one that the user named. A build of other sources is never the answer unless it is named.
 *
 * @param folder the folder that is worked in; null: any folder of the workspace
 * @param isNeutral the folder holds no sources of its own: the build of another workspace folder goes on being shown
 * @returns undefined if there is none that is usable
 */
export function activeBuild<T extends Pick<BuildCandidate, 'folder' | 'usable' | 'choice'>>(
  candidates: readonly T[],
  folder: string | null,
  isNeutral = false,
): T | undefined {
  const usable = candidates.filter((candidate) => candidate.usable && candidate.choice !== 'offered');
  if (folder === null || isNeutral) return usable.find((each) => each.folder === folder) ?? usable[0];
  return (
    usable.find((candidate) => candidate.folder === folder) ??
    usable.find((candidate) => candidate.folder === null && candidate.choice === 'named')
  );
}
