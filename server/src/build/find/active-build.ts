import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BuildCandidate } from './build-candidate';

/**
 * Chooses the build to show for the files of a workspace folder. Candidates are sorted, best first. The answer is a build of
 * that folder's sources, else one that the user named. A build of other sources is never chosen unless it is named.
 *
 * @param folder the folder that the user works in; null: any folder of the workspace
 * @param isNeutral the folder has no sources of its own, so the build of another workspace folder stays shown
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

/** Whether a workspace folder has no sources of its own. */
export const isNeutralFolder = (folder: string): boolean => !existsSync(path.join(folder, 'CMakeLists.txt'));
