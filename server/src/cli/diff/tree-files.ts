import { lstatSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { bytesOrNullSync } from '../../host/read-regular-file';
import type { GitFile, Repository } from './repository';

/**
 * The files of a source tree at one time that its wrapping may depend on, by their names relative to it, with slashes. ITK has
 * three times as many others, and writing a file takes longer than evaluating it.
 */
export type TreeFiles = ReadonlyMap<string, TreeFile>;

/** A file with its content, or a link with its target as the content. */
export interface TreeFile {
  isLink: boolean;
  content: Buffer;
}

/** Files that CMake code reads, or may read while it configures. */
const READ = /(?:^|\/)CMakeLists\.txt$|\.(?:cmake|wrap|init|in|i|txt|py|json|cfg)$/;

/** Whether files are needed: those that CMake reads, and the headers that the index reads. */
function needed(names: readonly string[]): (name: string) => boolean {
  const wrapping = new Set(
    names.filter((name) => name.endsWith('.wrap')).map((name) => path.posix.dirname(name)),
  );
  return (name) => {
    if (READ.test(name)) return true;
    const folder = path.posix.dirname(name);
    return name.endsWith('.h') && (path.posix.basename(folder) === 'include' || wrapping.has(folder));
  };
}

/**
 * The files of a commit below a folder of the repository.
 * @param folder relative to the top, with slashes; empty for the top
 */
export async function filesOfCommit(
  repository: Repository,
  commit: string,
  folder: string,
): Promise<TreeFiles> {
  return fromGit(repository, await repository.filesOf(commit), folder);
}

/** The files of the working tree below a folder, as they are on disk. Those in builds are left out. */
export async function filesOfWorkingTree(repository: Repository, folder: string): Promise<TreeFiles> {
  const { tracked, onlyInIndex, untracked } = await repository.workingFiles();
  const notOnDisk = tracked.filter(({ name }) => onlyInIndex.has(name));
  const files = new Map(await fromGit(repository, notOnDisk, folder));
  const builds = new Set(
    untracked
      .filter((name) => path.posix.basename(name) === 'CMakeCache.txt')
      .map((name) => path.posix.dirname(name)),
  );
  const others = untracked.filter((name) => !foldersOf(name).some((one) => builds.has(one)));
  const onDisk = [...tracked.map(({ name }) => name).filter((name) => !onlyInIndex.has(name)), ...others];
  const names = within(onDisk, folder);
  const isNeeded = needed(names);
  for (const name of names) {
    const file = fileOnDisk(path.join(repository.top, name), isNeeded(name));
    if (file !== null) files.set(below(name, folder), file);
  }
  return files;
}

/** The names that differ between two trees: added, removed or with another content. */
export function differentFiles(one: TreeFiles, other: TreeFiles): string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => {
    const [a, b] = [one.get(name), other.get(name)];
    return a?.isLink !== b?.isLink || !(a && b && a.content.equals(b.content));
  });
}

async function fromGit(
  repository: Repository,
  all: readonly GitFile[],
  folder: string,
): Promise<Map<string, TreeFile>> {
  const files = all.filter(({ name }) => folder === '' || name.startsWith(`${folder}/`));
  const isNeeded = needed(files.map(({ name }) => name));
  const wanted = files.filter(({ name, isLink }) => isLink || isNeeded(name));
  const contents = await repository.contents(wanted.map(({ id }) => id));
  return new Map(
    wanted.map(({ name, isLink, id }) => [below(name, folder), { isLink, content: contents.get(id)! }]),
  );
}

/** Null if the file is absent, is neither a regular file nor a link, or is not needed. */
function fileOnDisk(file: string, isNeeded: boolean): TreeFile | null {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink()) return { isLink: true, content: readlinkSync(file, { encoding: 'buffer' }) };
  if (!isNeeded || !stats?.isFile()) return null;
  const content = bytesOrNullSync(file);
  return content && { isLink: false, content };
}

/** The names below a folder. */
const within = (names: readonly string[], folder: string): string[] =>
  folder === '' ? [...names] : names.filter((name) => name.startsWith(`${folder}/`));

const below = (name: string, folder: string): string =>
  folder === '' ? name : name.slice(folder.length + 1);

/** The folders that contain a file, as relative names. The top is `.`. */
function foldersOf(name: string): string[] {
  const folders: string[] = [];
  for (let dir = path.posix.dirname(name); ; dir = path.posix.dirname(dir)) {
    folders.push(dir);
    if (dir === '.') return folders;
  }
}
