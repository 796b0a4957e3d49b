import type { BuildCandidate } from './build-candidate';

/** A candidate, and how close its sources are to the folder: 0 if they are the folder. */
export interface Placed {
  candidate: BuildCandidate;
  distance: number;
}

/**
 * Sorts candidates, best first: those that the user named, then usable ones of CMake Tools, then those that may be used without
 * asking. Among equals, usable builds without problems come first, then those of exactly a workspace folder, then those inside a
 * workspace folder, then the most recently configured ones.
 */
export function byPreference(a: Placed, b: Placed): number {
  const rank = ({ candidate, distance }: Placed): number[] => [
    candidate.origin === 'setting' ? 0 : candidate.origin === 'cmake-tools' && candidate.usable ? 1 : 2,
    candidate.choice === 'offered' ? 1 : 0,
    candidate.usable ? 0 : 1,
    candidate.problems.length === 0 ? 0 : 1,
    distance,
    candidate.origin === 'inside' ? 0 : 1,
    -candidate.configuredMs,
  ];
  const [first, second] = [rank(a), rank(b)];
  const at = first.findIndex((value, n) => value !== second[n]);
  return at < 0 ? 0 : (first[at] ?? 0) - (second[at] ?? 0);
}
