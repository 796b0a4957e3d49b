import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
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
      message:
        build.castxml === null
          ? l10n.t('The build does not say where castxml is.')
          : l10n.t('castxml is missing. The build expects it here: {0}.', build.castxml),
      next: l10n.t(
        'Install castxml (Debian: apt-get install castxml), or build ITK’s own with “ninja castxml”, then configure again.',
      ),
    });
  const make = build.cache.get('CMAKE_MAKE_PROGRAM');
  if (build.generator.startsWith('Ninja') && !(make && (await isProgram(make))))
    problems.push({
      file: cacheFile,
      message:
        make === null || make === undefined
          ? l10n.t('The build does not say where ninja is.')
          : l10n.t('ninja is missing. The build expects it here: {0}.', make),
      next: l10n.t('Install ninja (Debian: apt-get install ninja-build), then configure again.'),
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
