import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import type { BuildProblem, BuildTree } from '../../build/build-tree';

/**
 * Problems for programs that the build names but that are not on this machine. States can be shown, but nothing can be run.
 */
export async function programProblems(build: BuildTree): Promise<BuildProblem[]> {
  const cacheFile = path.join(build.dir, 'CMakeCache.txt');
  const problems: BuildProblem[] = [];
  if (!build.castxml || !(await isProgram(build.castxml)))
    problems.push({
      file: cacheFile,
      message: `castxml is not where the build expects it: ${build.castxml ?? 'the build does not name it'}.`,
      next: 'Install castxml (Debian: apt-get install castxml), or build ITK’s own with “ninja castxml”, then configure again.',
    });
  const make = build.cache.get('CMAKE_MAKE_PROGRAM');
  if (build.generator.startsWith('Ninja') && !(make && (await isProgram(make))))
    problems.push({
      file: cacheFile,
      message: `ninja is not where the build expects it: ${make ?? 'the build does not name it'}.`,
      next: 'Install ninja (Debian: apt-get install ninja-build), then configure again.',
    });
  return problems;
}

/** Whether a path, or a name looked up on PATH, is an executable program. */
async function isProgram(program: string): Promise<boolean> {
  const candidates = path.isAbsolute(program)
    ? [program]
    : (process.env.PATH ?? '')
        .split(path.delimiter)
        .filter(Boolean)
        .map((dir) => path.join(dir, program));
  for (const candidate of candidates) {
    try {
      await access(candidate, constants.X_OK);
      return true;
    } catch {
      // Try the next candidate.
    }
  }
  return false;
}
