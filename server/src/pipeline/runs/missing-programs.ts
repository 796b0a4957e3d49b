import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import type { BuildProblem, BuildTree } from '../../build/build-tree';

/** Programs that the build names and that are not on this machine: states are shown, but nothing can be run. */
export async function programProblems(build: BuildTree): Promise<BuildProblem[]> {
  const cacheFile = path.join(build.dir, 'CMakeCache.txt');
  const problems: BuildProblem[] = [];
  if (!build.castxml || !(await isProgram(build.castxml)))
    problems.push({
      file: cacheFile,
      message:
        build.castxml === null
          ? t('The build does not say where castxml is.')
          : t('castxml is not where the build expects it: {0}.', build.castxml),
      next: t(
        'Install castxml (Debian: apt-get install castxml), or build ITK’s own with “ninja castxml”, then configure again.',
      ),
    });
  const make = build.cache.get('CMAKE_MAKE_PROGRAM');
  if (build.generator.startsWith('Ninja') && !(make && (await isProgram(make))))
    problems.push({
      file: cacheFile,
      message:
        make === null || make === undefined
          ? t('The build does not say where ninja is.')
          : t('ninja is not where the build expects it: {0}.', make),
      next: t('Install ninja (Debian: apt-get install ninja-build), then configure again.'),
    });
  return problems;
}

/** Whether a path, or a name looked up on PATH, can be executed. */
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
      // The next candidate may be it.
    }
  }
  return false;
}
