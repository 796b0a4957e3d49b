import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { leadsOut } from '../../shared/path-parts';
import { CannotAsk } from '../exit';
import { isItk } from '../../wrapping/evaluation/without-build';
import { sourceOfBuild } from './source-of-build';

/** What `itk-wrap check` looks at. All paths are absolute, without links. */
export interface CheckTarget {
  /** The source tree. All of it is read, because a file may be wrong only in relation to another one. */
  source: string;
  /** The build whose options count and whose state is checked, or null. */
  build: string | null;
  /** CMake options that override those of the build. */
  cache: Readonly<Record<string, string>>;
  /** The files and folders whose findings are reported. */
  paths: readonly string[];
}

/** The options that decide what is checked. */
export interface TargetOptions {
  source?: string;
  build?: string;
  cache: Readonly<Record<string, string>>;
}

/**
 * The tree to check for these paths.
 * @param paths files and folders. If there are none, the source tree that `options` names, or else the current folder
 * @throws CannotAsk if a path does not exist, or if the paths, the source tree and the build do not belong together
 */
export async function checkTarget(
  paths: readonly string[],
  { source, build, cache }: TargetOptions,
): Promise<CheckTarget> {
  const home = build === undefined ? undefined : await sourceTreeOfBuild(path.resolve(build));
  const asked = (paths.length > 0 ? paths : [source ?? home ?? '.']).map(existing);
  const tree = home ?? (source === undefined ? sourceTreeOf(asked[0]!) : existing(source));
  const stray = asked.find((one) => !isIn(one, tree));
  if (stray !== undefined && home !== undefined)
    throw new CannotAsk(`${build} is a build of ${home}, which does not contain ${stray}.`);
  if (stray !== undefined)
    throw new CannotAsk(
      `${stray} is not in ${tree}. Check the paths of one source tree at a time, or name the tree that contains them with --source.`,
    );
  return {
    source: tree,
    build: build === undefined ? null : existing(build),
    cache,
    paths: asked,
  };
}

/** Whether a file is a folder or in it. Both paths are absolute. */
export const isIn = (file: string, folder: string): boolean => !leadsOut(path.relative(folder, file));

/** @throws CannotAsk */
function existing(name: string): string {
  try {
    return realpathSync(path.resolve(name));
  } catch {
    throw new CannotAsk(`${path.resolve(name)} does not exist.`);
  }
}

/**
 * The source tree that contains a path: the ITK, or else the repository, or else the nearest module. A remote module in an
 * ITK is checked with that ITK, although it is a repository of its own.
 */
function sourceTreeOf(start: string): string {
  const above = foldersAbove(start);
  return (
    above.find(isItk) ??
    above.find((folder) => existsSync(path.join(folder, '.git'))) ??
    above.find((folder) => existsSync(path.join(folder, 'itk-module.cmake'))) ??
    above[0]!
  );
}

/** The folder itself, or the folder of a file, and all folders above it, nearest first. */
function foldersAbove(start: string): string[] {
  const folders: string[] = [];
  const first = statSync(start).isDirectory() ? start : path.dirname(start);
  for (let folder = first; ; folder = path.dirname(folder)) {
    folders.push(folder);
    if (path.dirname(folder) === folder) return folders;
  }
}

/** @throws CannotAsk */
async function sourceTreeOfBuild(dir: string): Promise<string> {
  const home = await sourceOfBuild(dir);
  if (home === undefined) throw new CannotAsk(`${dir} names no source tree in its CMakeCache.txt.`);
  return existing(home);
}
