import path from 'node:path';
import type { ProcessRunner } from '../../host/process';
import { CannotAsk } from '../exit';
import { canBeRevision } from '../../shared/diff/revision';
import { type GitOutput, runGit } from '../git';
import { CannotCompare } from './cannot-compare';

/** A file that a commit or an index contains. */
export interface GitFile {
  /** Relative to the top of the repository, with slashes. */
  name: string;
  isLink: boolean;
  /** The id of its content. */
  id: string;
}

/** A branch or a tag. Names are full, such as `refs/heads/main`. */
export interface GitRef {
  ref: string;
  /** The branch that a symbolic name stands for, as `refs/remotes/origin/HEAD` does. Else empty. */
  target: string;
  /** The upstream of a local branch. Else empty. */
  upstream: string;
  /** Whether it is the current branch. */
  isHead: boolean;
  /** When its commit or the tag was made, in seconds since 1970. */
  seconds: number;
}

/** What the working tree adds to an index: its files are on disk unless `absent` names them. */
export interface WorkingFiles {
  /** Files that git tracks. Those in `onlyInIndex` are not checked out, because the checkout is sparse. */
  tracked: readonly GitFile[];
  onlyInIndex: ReadonlySet<string>;
  /** Files that git neither tracks nor ignores. */
  untracked: readonly string[];
}

/** Reads a git repository. Nothing in it changes: no working tree, index, stash or object is written. */
export class Repository {
  private constructor(
    /** The top of the working tree. */
    readonly top: string,
    private readonly folder: string,
    private readonly git: (args: readonly string[], input?: Buffer) => Promise<GitOutput>,
  ) {}

  /**
   * Opens the repository that contains a folder.
   * @param folder an absolute path without links
   * @throws CannotAsk if there is none, or if git cannot be run
   */
  static async open(folder: string, run: ProcessRunner, signal?: AbortSignal): Promise<Repository> {
    const git = (args: readonly string[], input?: Buffer): Promise<GitOutput> =>
      runGit(folder, 'itk-wrap diff', args, run, { ...(input && { input }), ...(signal && { signal }) });
    const top = await git(['rev-parse', '--show-toplevel']);
    if (!top.ok && !top.error.includes('not a git repository'))
      throw new CannotAsk(`git cannot open the repository of ${folder}: ${top.error}`);
    if (!top.ok)
      throw new CannotCompare(
        'no-repository',
        `${folder} is not in the working tree of a git repository. Start itk-wrap diff in one, or name the source tree with --source.`,
      );
    return new Repository(path.resolve(top.text.replace(/\r?\n$/, '')), folder, git);
  }

  /** The id of the commit that a revision names. @throws CannotAsk if there is none */
  async commit(revision: string): Promise<string> {
    if (!canBeRevision(revision))
      throw new CannotCompare(
        'unknown-revision',
        `“${revision}” is not a revision. Name a commit, a branch or a tag.`,
      );
    const found = await this.git(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
    const id = found.text.trim();
    if (!found.ok || !/^[0-9a-f]{40,64}$/.test(id))
      throw new CannotCompare(
        'unknown-revision',
        `git knows no commit ${revision} here. Check its spelling. In a shallow clone, fetch it first (git fetch origin ${revision}).`,
      );
    return id;
  }

  /** The commit from which two commits descend. @throws CannotAsk if there is none */
  async mergeBase(one: string, other: string, shown: string): Promise<string> {
    const found = await this.git(['merge-base', one, other]);
    if (found.ok) return found.text.trim();
    throw new CannotCompare(
      'no-common-history',
      `git finds no common history of ${shown}. In a shallow clone, fetch more of it (git fetch --unshallow). Or compare with the revision itself: --exact.`,
    );
  }

  /** The branches and tags. */
  async refs(): Promise<GitRef[]> {
    const fields = ['refname', 'symref', 'upstream', 'HEAD', 'creatordate:unix'];
    const format = fields.map((name) => `%(${name})`).join('%00');
    const listed = await this.git([
      'for-each-ref',
      `--format=${format}`,
      'refs/heads',
      'refs/remotes',
      'refs/tags',
    ]);
    if (!listed.ok) throw new CannotAsk(`git cannot list the branches: ${listed.error}`);
    return listed.text.split('\n').flatMap((line) => {
      const [ref = '', target = '', upstream = '', head, seconds] = line.split('\0');
      return ref === ''
        ? []
        : [{ ref, target, upstream, isHead: head === '*', seconds: Number(seconds) || 0 }];
    });
  }

  /** The files of git that change when HEAD moves, or the branch that a revision names. Absolute paths. */
  async filesThatMove(revision: string): Promise<string[]> {
    const [own, common, ref] = await Promise.all(
      [['--absolute-git-dir'], ['--git-common-dir'], ['--symbolic-full-name', revision]].map(async (what) => {
        const found = await this.git(['rev-parse', ...what]);
        return found.text.replace(/\r?\n$/, '');
      }),
    );
    const branch = /^refs\/[^\n]+$/.test(ref!) ? path.resolve(this.folder, common!, 'logs', ref!) : null;
    return [path.join(own!, 'HEAD'), path.join(own!, 'logs/HEAD'), ...(branch === null ? [] : [branch])];
  }

  /** The files of a commit. Submodules are left out. */
  async filesOf(commit: string): Promise<GitFile[]> {
    const listed = await this.git(['ls-tree', '-r', '-z', '--full-tree', commit]);
    if (!listed.ok) throw cannotRead(listed.error);
    return fields(listed.text).flatMap((entry) => {
      const [, mode, kind, id, name] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
      return kind === 'blob' ? [{ name: name!, isLink: mode === LINK, id: id! }] : [];
    });
  }

  /** The files of the working tree, including uncommitted ones, except those that git ignores. */
  async workingFiles(): Promise<WorkingFiles> {
    const listed = await this.git(['ls-files', '-z', '-t', '--stage', '--full-name', '--', ':/']);
    const others = await this.git([
      'ls-files',
      '--others',
      '--exclude-standard',
      '--full-name',
      '-z',
      '--',
      ':/',
    ]);
    if (!listed.ok || !others.ok) throw cannotRead(listed.error || others.error);
    const tracked = new Map<string, GitFile>();
    const onlyInIndex = new Set<string>();
    for (const entry of fields(listed.text)) {
      const [, tag, mode, id, name] = /^(\S) (\d+) ([0-9a-f]+) \d\t(.*)$/s.exec(entry) ?? [];
      if (name === undefined || mode === SUBMODULE) continue;
      tracked.set(name, { name, isLink: mode === LINK, id: id! });
      if (tag === 'S') onlyInIndex.add(name);
    }
    // The names of repositories within this one end with a slash.
    const untracked = fields(others.text).filter((name) => !name.endsWith('/'));
    return { tracked: [...tracked.values()], onlyInIndex, untracked };
  }

  /** The contents of blobs, by id. @throws CannotAsk if git does not have one of them */
  async contents(ids: Iterable<string>): Promise<Map<string, Buffer>> {
    const wanted = [...new Set(ids)];
    const contents = new Map<string, Buffer>();
    if (wanted.length === 0) return contents;
    const { ok, bytes, error } = await this.git(
      ['cat-file', '--batch'],
      Buffer.from(`${wanted.join('\n')}\n`),
    );
    if (!ok) throw cannotRead(error);
    for (let at = 0; at < bytes.length;) {
      const end = bytes.indexOf('\n', at);
      const [, id, size] = /^([0-9a-f]+) blob (\d+)$/.exec(bytes.toString('latin1', at, end)) ?? [];
      if (id === undefined) throw cannotRead(`${bytes.toString('latin1', at, end)}.`);
      const start = end + 1;
      contents.set(id, bytes.subarray(start, start + Number(size)));
      at = start + Number(size) + 1;
    }
    return contents;
  }
}

const LINK = '120000';
const SUBMODULE = '160000';

const fields = (text: string): string[] => text.split('\0').filter((one) => one !== '');

/** Nothing is fetched, because the repository's configuration could name any program for it. */
const cannotRead = (error: string): CannotAsk =>
  new CannotAsk(
    `git cannot read the files to compare: ${error} In a partial clone, fetch them first (git fetch --refetch --no-filter).`,
  );
