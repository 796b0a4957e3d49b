import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { withoutBuild } from '../../wrapping/evaluation/without-build';
import { CannotAsk } from '../exit';
import { sourceOfBuild } from '../check/source-of-build';

/** What is evaluated. */
export interface EvaluatedTrees {
  source: string;
  /** The build, or a folder that does not exist. */
  build: string;
  /** Options that override those of the build. */
  options: Readonly<Record<string, string>>;
}

/**
 * The trees that `--source` and `--build` name. One of them is enough. Without a build, ITK's own defaults count.
 * @throws CannotAsk if there is no such tree, or if the build is of other sources
 */
export async function evaluatedTrees(options: { source?: string; build?: string }): Promise<EvaluatedTrees> {
  const build = options.build === undefined ? undefined : path.resolve(options.build);
  const home = build === undefined ? undefined : await sourceOfBuild(build);
  const source = options.source ?? home;
  if (source === undefined)
    throw new CannotAsk('Name the source tree with --source DIR, or a build with --build DIR.');
  const top = path.resolve(source);
  if (!existsSync(path.join(top, 'CMakeLists.txt')))
    throw new CannotAsk(`${top} is not a source tree: it has no CMakeLists.txt.`);
  // The build's cache names the macro files of its own source tree. With another source tree, the two would be mixed.
  if (build !== undefined && home !== undefined && realpathOf(top) !== realpathOf(home))
    throw new CannotAsk(
      `${build} is a build of ${home}, not of ${top}. Name a build of ${top}, or leave out --build and give its options with -D.`,
    );
  if (build !== undefined) return { source: top, build, options: {} };
  const { dir, options: defaults } = withoutBuild(top);
  return { source: top, build: dir, options: defaults };
}

function realpathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
