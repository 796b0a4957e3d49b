import * as l10n from '@vscode/l10n';
import { type BuildFs, diskFs, mtimeOrNull } from '../../host/build-files';
import { sentences } from '../../shared/l10n/sentences';
import { absolute, pathsOf } from '../build-paths';
import type { BuildProblem } from '../build-tree';
import { hasWrapping } from '../cmake-cache';
import { itkVersionOf } from '../itk-version';
import type { BuildCandidate, BuildOrigin } from './build-candidate';
import { readSoundCache } from './sound-cache';

/** The facts that {@link inspectBuild} reads from the folder itself. */
export type InspectedBuild = Omit<BuildCandidate, 'choice' | 'folder'>;

/** Inspects one folder. Null if it is not a build of ITK or against ITK, and the user did not name it. */
export async function inspectBuild(
  dir: string,
  origin: BuildOrigin,
  fs: BuildFs = diskFs,
): Promise<InspectedBuild | null> {
  const paths = pathsOf(dir);
  const file = paths.join(dir, 'CMakeCache.txt');
  const { entries: cache, unsound, problem, madeIn } = await readSoundCache(dir, fs);
  const project = cache.get('CMAKE_PROJECT_NAME') ?? '';
  const itkDirSetting = cache.get('ITK_DIR');
  const itkDir =
    itkDirSetting && !itkDirSetting.endsWith('-NOTFOUND') && project !== 'ITK'
      ? absolute(dir, itkDirSetting)
      : null;
  const named = origin === 'setting' || origin === 'itk-dir';
  const aboutItk =
    project === 'ITK' ||
    cache.has('ITK_WRAP_PYTHON') ||
    itkDir !== null ||
    // A damaged file does not say what the build is for, but the files that the build generated do.
    (unsound === 'damaged' && (await hasWrappingFolder(dir, fs)));
  if (!aboutItk && !named) return null;

  const generator = cache.get('CMAKE_GENERATOR') ?? '';
  const home = cache.get('CMAKE_HOME_DIRECTORY') ?? '';
  const source = home === '' ? '' : absolute(dir, home);
  const problems: BuildProblem[] = [];
  const say = (message: string, next: string): void => void problems.push({ file, message, next });
  let usable = true;
  const unusable = (message: string, next: string): void => {
    usable = false;
    say(message, next);
  };
  if (problem !== null && unsound === null)
    unusable(
      l10n.t('{0} has no CMakeCache.txt that can be read.', dir),
      l10n.t('Configure it with CMake, or name another build folder.'),
    );
  else if (problem !== null) unusable(problem.message, problem.next);
  else if (!aboutItk)
    unusable(
      project === ''
        ? l10n.t('{0} builds a project that does not use ITK.', dir)
        : l10n.t('{0} builds {1}, which does not use ITK.', dir, project),
      l10n.t('Name a build folder of ITK or of a module against it.'),
    );
  else if (!hasWrapping(cache))
    unusable(
      l10n.t('Python wrapping is off in this build.'),
      l10n.t('Configure it with -DITK_WRAP_PYTHON=ON.'),
    );
  if (usable && source !== '' && (await mtimeOrNull(paths.join(source, 'CMakeLists.txt'), fs)) === null)
    say(
      l10n.t('Its source folder {0} is gone.', source),
      l10n.t('Put the sources back, or remove this build folder.'),
    );
  if (
    usable &&
    generator.startsWith('Ninja') &&
    (await mtimeOrNull(paths.join(dir, 'build.ninja'), fs)) === null
  )
    unusable(
      l10n.t('CMake has not finished: there is no build.ninja.'),
      l10n.t('Run CMake for this folder and look at its last error.'),
    );
  else if (usable && !/Ninja|Makefiles/.test(generator))
    say(
      sentences(
        generator === ''
          ? l10n.t('It is configured without a generator.')
          : l10n.t('It is configured for “{0}”, not for Ninja or make.', generator),
        l10n.t('States are shown, but single types and modules cannot be run.'),
      ),
      l10n.t('Configure another build folder with -G Ninja.'),
    );
  return {
    dir,
    origin,
    project,
    source,
    generator,
    itkVersion: usable ? await itkVersionOf(dir, cache, fs) : null,
    itkDir,
    madeIn,
    unsound,
    usable,
    problems,
    configuredMs: (await mtimeOrNull(file, fs)) ?? 0,
  };
}

async function hasWrappingFolder(dir: string, fs: BuildFs): Promise<boolean> {
  return (await mtimeOrNull(pathsOf(dir).join(dir, 'Wrapping'), fs)) !== null;
}
