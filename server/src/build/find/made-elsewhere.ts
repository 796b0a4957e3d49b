import * as l10n from '@vscode/l10n';
import { type BuildFs, mtimeOrNull } from '../../host/build-files';
import { absolute, pathKey, pathsOf } from '../build-paths';
import type { BuildProblem } from '../build-tree';

/**
 * The folder that a build was configured in, if it differs from its current folder; null if both are the same folder, even
 * under different names. All commands of a copied or moved build name the files of the old folder. Reading it would describe
 * that folder, and running it would change that folder.
 */
export async function madeElsewhere(
  dir: string,
  cache: ReadonlyMap<string, string>,
  fs: BuildFs,
): Promise<string | null> {
  const written = cache.get('CMAKE_CACHEFILE_DIR');
  if (written === undefined || written === '') return null;
  const madeIn = absolute(dir, written);
  if (pathKey(madeIn) === pathKey(dir)) return null;
  return (await isSameFolder(madeIn, dir, fs)) ? null : madeIn;
}

/** The problem to show for a build that was configured in another folder. */
export async function movedProblem(
  { dir, madeIn, file }: { dir: string; madeIn: string; file: string },
  fs: BuildFs,
): Promise<BuildProblem> {
  const isThere = (await mtimeOrNull(pathsOf(madeIn).join(madeIn, 'CMakeCache.txt'), fs)) !== null;
  return {
    file,
    message: l10n.t('This build was made in {0} and has been moved or copied to {1}.', madeIn, dir),
    next: isThere
      ? l10n.t('Configure it again here with cmake --fresh, or open {0}.', madeIn)
      : l10n.t('Configure it again here with cmake --fresh.'),
  };
}

/** Whether two names lead to one folder: through links, another case, or another mount. */
async function isSameFolder(one: string, other: string, fs: BuildFs): Promise<boolean> {
  try {
    const [a, b] = await Promise.all([fs.realpath(one), fs.realpath(other)]);
    if (pathKey(a) === pathKey(b)) return true;
    const [first, second] = await Promise.all([
      fs.stat(one, { bigint: true }),
      fs.stat(other, { bigint: true }),
    ]);
    return first.ino !== 0n && first.ino === second.ino && first.dev === second.dev;
  } catch {
    return false;
  }
}
