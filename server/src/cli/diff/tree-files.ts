import { lstatSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { bytesOrNullSync } from '../../host/read-regular-file';
import type { GitFile, Repository } from './repository';

/**
 * The files of a source tree at one time, by their names relative to it, with slashes. A file that only its presence can
 * matter of has the content {@link EMPTY}.
 */
export type TreeFiles = ReadonlyMap<string, TreeFile>;

/** A file with its content, or a link with its target as the content. */
export interface TreeFile {
  isLink: boolean;
  content: Buffer;
}

const EMPTY = Buffer.alloc(0);

/** Files whose content an evaluation or the index may read. CMake code may look for any other file, but does not read it. */
const READ = /(?:^|\/)CMakeLists\.txt$|\.(?:cmake|wrap|init|in|i|h|txt|py|json|cfg)$/;

/**
 * The files of a commit below a folder of the repository.
 * @param folder relative to the top, with slashes; empty for the top
 */
export async function filesOfCommit(
  repository: Repository,
  commit: string,
  folder: string,
): Promise<TreeFiles> {
  return fromGit(repository, within(await repository.filesOf(commit), folder), folder);
}

/** The files of the working tree below a folder, as they are on disk. Those in builds are left out. */
export async function filesOfWorkingTree(repository: Repository, folder: string): Promise<TreeFiles> {
  const { tracked, onlyInIndex, untracked } = await repository.workingFiles();
  const notOnDisk = tracked.filter(({ name }) => onlyInIndex.has(name));
  const files = new Map(await fromGit(repository, within(notOnDisk, folder), folder));
  const builds = new Set(
    untracked
      .filter((name) => path.posix.basename(name) === 'CMakeCache.txt')
      .map((name) => path.posix.dirname(name)),
  );
  const others = untracked.filter((name) => !foldersOf(name).some((one) => builds.has(one)));
  const onDisk = [...tracked.map(({ name }) => name).filter((name) => !onlyInIndex.has(name)), ...others];
  for (const { name } of within(
    onDisk.map((name) => ({ name })),
    folder,
  )) {
    const file = fileOnDisk(path.join(repository.top, name), name);
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
  files: readonly GitFile[],
  folder: string,
): Promise<Map<string, TreeFile>> {
  const isWanted = ({ name, isLink }: GitFile): boolean => isLink || READ.test(name);
  const contents = await repository.contents(files.filter(isWanted).map(({ id }) => id));
  return new Map(
    files.map((file) => [
      below(file.name, folder),
      { isLink: file.isLink, content: (isWanted(file) ? contents.get(file.id) : undefined) ?? EMPTY },
    ]),
  );
}

/** Null if the file is absent, or is neither a regular file nor a link. */
function fileOnDisk(file: string, name: string): TreeFile | null {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink()) return { isLink: true, content: readlinkSync(file, { encoding: 'buffer' }) };
  if (!stats?.isFile()) return null;
  if (!READ.test(name)) return { isLink: false, content: EMPTY };
  const content = bytesOrNullSync(file);
  return content && { isLink: false, content };
}

const within = <T extends { name: string }>(files: readonly T[], folder: string): T[] =>
  folder === '' ? [...files] : files.filter(({ name }) => name.startsWith(`${folder}/`));

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
