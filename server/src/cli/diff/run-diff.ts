import path from 'node:path';
import type { ProcessRunner } from '../../host/process';
import type { DiffReport } from '../../shared/diff/diff-report';
import { CannotAsk } from '../exit';
import { isItk } from '../../wrapping/evaluation/without-build';
import { isIn } from '../check/check-target';
import { baseOfBranch, shortRef } from './branch-base';
import { compareTrees, NO_DIFFERENCE, type WrappingDiff } from './compare-trees';
import { Repository } from './repository';
import { writeTree } from './temporary-trees';
import { differentFiles, filesOfCommit, filesOfWorkingTree, type TreeFiles } from './tree-files';
import { readTreeState, type TreeState } from './tree-state';

/** What to compare. */
export interface DiffRequest {
  /** The source tree to evaluate, an absolute path without links. */
  source: string;
  /** The build whose options count, or null. */
  build: string | null;
  /** The entries of the build's CMakeCache.txt. */
  buildOptions: ReadonlyMap<string, string>;
  /** CMake options that override those of the build. */
  defines: Readonly<Record<string, string>>;
  /** Null: the base of the current branch. */
  base: string | null;
  /** Null: the working tree. */
  head: string | null;
  /** Compare with the base itself rather than with the commit at which the head left it. */
  exact: boolean;
}

/** What was compared, and the differences. */
export interface DiffResult
  extends WrappingDiff, Pick<DiffReport, 'top' | 'movedBy' | 'revision' | 'base' | 'head' | 'files'> {}

/**
 * Compares what two revisions of a source tree wrap. Both are evaluated in copies below `folder`, at the same time. The user's
 * tree, index and stash are only read.
 * @param folder an empty folder
 * @throws CannotAsk if there is no repository or no such revision
 */
export async function runDiff(
  request: DiffRequest,
  folder: string,
  run: ProcessRunner,
  signal: AbortSignal,
): Promise<DiffResult> {
  const repository = await Repository.open(request.source, run, signal);
  const { top } = repository;
  if (!isIn(request.source, top))
    throw new CannotAsk(`${request.source} is not in ${top}, the working tree of its git repository.`);
  const within = path.relative(top, request.source).split(path.sep).join('/');
  const named = request.base ?? baseOfBranch(await repository.refs()).ref;
  const revision = shortRef(named);
  const { base, head } = await revisions({ ...request, base: named }, repository);
  const before = await filesOfCommit(repository, base, within);
  const after =
    head === null
      ? await filesOfWorkingTree(repository, within)
      : await filesOfCommit(repository, head, within);
  for (const [tree, shown] of [
    [before, revision],
    [after, request.head ?? 'the working tree'],
  ] as const)
    if (tree.size === 0) throw new CannotAsk(`${request.source} has no files in ${shown}.`);
  const differing = differentFiles(before, after);
  const movedBy = await repository.filesThatMove(named);
  const compared = { top, movedBy, revision, base, head, files: differing.length };
  if (differing.length === 0) return { ...NO_DIFFERENCE, ...compared };
  // The folder keeps its name, because the names of some folders have a meaning.
  const copyOf = (side: string): string => path.join(folder, side, path.basename(request.source));
  const written = { files: before, folder: copyOf('base') };
  const read = async (side: string, files: TreeFiles, twin?: typeof written): Promise<TreeState> => {
    const copy = copyOf(side);
    writeTree(files, copy, twin);
    const target = { source: copy, build: request.build, cache: optionsFor(request, copy), paths: [copy] };
    return readTreeState(target, request.source, top);
  };
  const [one, other] = await bothOf(read('base', before), read('head', after, written));
  const only = (tree: TreeFiles, without: TreeFiles): Set<string> =>
    new Set(
      [...tree.keys()].filter((name) => !without.has(name)).map((name) => path.posix.join(within, name)),
    );
  return {
    ...compareTrees(one, other, { added: only(after, before), removed: only(before, after) }),
    ...compared,
  };
}

/** Both results. If one fails, the other is awaited all the same, because it still reads its copy. */
async function bothOf<T>(one: Promise<T>, other: Promise<T>): Promise<[T, T]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

async function revisions(
  { base, head, exact }: DiffRequest & { base: string },
  repository: Repository,
): Promise<{ base: string; head: string | null }> {
  const named = await repository.commit(base);
  const tip = head === null ? null : await repository.commit(head);
  if (exact) return { base: named, head: tip };
  const end = tip ?? (await repository.commit('HEAD'));
  return {
    base: await repository.mergeBase(named, end, `${shortRef(base)} and ${head ?? 'HEAD'}`),
    head: tip,
  };
}

/**
 * The options of an evaluation of a copy. Options of the build that name files of the source tree name those of the copy.
 * An ITK needs no other one, so its own `ITK_DIR` does not count: the sources of that build are not part of the copy.
 */
function optionsFor(
  { source, build, buildOptions, defines }: DiffRequest,
  copy: string,
): Record<string, string> {
  const homes = [...new Set([buildOptions.get('CMAKE_HOME_DIRECTORY') ?? source, source])];
  const moved = [...buildOptions].flatMap(([name, value]): [string, string][] => {
    const parts = value.split(';').map((part) => {
      const home = homes.find((one) => isIn(part, one));
      const stays = home === undefined || !path.isAbsolute(part) || (build !== null && isIn(part, build));
      return stays ? part : path.join(copy, path.relative(home, part));
    });
    const now = parts.join(';');
    const isNeeded = name === 'ITK_DIR' ? !isItk(source) : now !== value;
    return isNeeded ? [[name, now]] : [];
  });
  return { ...Object.fromEntries(moved), ...defines };
}
