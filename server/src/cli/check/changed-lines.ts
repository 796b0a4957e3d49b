import path from 'node:path';
import type { ProcessRunner } from '../../host/process';
import type { Diagnostic } from '../../wrapping/diagnostics/diagnostic';
import type { Location } from '../../shared/text-range';
import { CannotAsk } from '../exit';
import { type GitOutput, runGit } from '../git';

/** The lines that a change touches, by absolute path. */
export type ChangedLines = ReadonlyMap<string, LineSet>;

/** Lines of a file, counted from 0. `all`: the file is new. */
export type LineSet = 'all' | readonly { first: number; last: number }[];

/**
 * The lines of the working tree that differ from the commit at which its branch left `revision`. Files that git does not
 * track count as new, unless git ignores them.
 * @param folder an absolute path in the working tree, without links
 * @throws CannotAsk if there is no repository or no such revision, or if git cannot be run
 */
export async function changedLines(
  folder: string,
  revision: string,
  run: ProcessRunner,
): Promise<ChangedLines> {
  const git = (...args: readonly string[]): Promise<GitOutput> => runGit(folder, '--since', args, run);
  const top = await git('rev-parse', '--show-toplevel');
  if (!top.ok) throw new CannotAsk(`${folder} is not in a git repository, so there is no --since.`);
  const root = top.text.replace(/\n$/, '');
  const base = await baseOf(revision, git);
  const files = await git('diff', '--raw', '-z', ...PLAIN, base, '--');
  const patch = await git('diff', '--patch', '--unified=0', ...PLAIN, base, '--');
  const untracked = await git('ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', ':/');
  if (!files.ok || !patch.ok || !untracked.ok)
    throw new CannotAsk(`git cannot compare ${folder} with ${revision}: ${patch.error || files.error}`);
  const changed = new Map<string, LineSet>();
  const hunks = hunksOf(patch.text);
  for (const [n, { name, isNew }] of filesOf(files.text).entries())
    changed.set(path.join(root, name), isNew ? 'all' : (hunks[n] ?? 'all'));
  for (const name of untracked.text.split('\0')) if (name !== '') changed.set(path.join(root, name), 'all');
  return changed;
}

/** Whether a change touches the lines of a finding, or one of the other places that explain it. */
export function isTouched({ location, related }: Diagnostic, changed: ChangedLines): boolean {
  return [location, ...related.map((one) => one.location)].some((place) => touches(place, changed));
}

function touches({ file, range }: Location, changed: ChangedLines): boolean {
  const lines = changed.get(file);
  if (lines === undefined) return false;
  if (lines === 'all') return true;
  return lines.some(({ first, last }) => range.start.line <= last && range.end.line >= first);
}

/** Options that make a diff independent of the user's settings and programs. Renamed files count as new. */
const PLAIN = [
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--no-relative',
  '--ignore-submodules',
];

/** The commit at which the current branch left a revision, or the revision itself if they have no common history. */
async function baseOf(
  revision: string,
  git: (...args: readonly string[]) => Promise<GitOutput>,
): Promise<string> {
  if (revision.startsWith('-')) throw new CannotAsk(`--since ${revision}: this is not a revision.`);
  const found = await git('rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
  if (!found.ok)
    throw new CannotAsk(
      `--since ${revision}: git knows no such revision. In a shallow clone, fetch it first (git fetch origin ${revision}).`,
    );
  const commit = found.text.trim();
  const fork = await git('merge-base', commit, 'HEAD');
  return fork.ok ? fork.text.trim() : commit;
}

/** The entries of `git diff --raw -z`, in the order of the patch. Deleted files are included. */
function filesOf(raw: string): { name: string; isNew: boolean }[] {
  const parts = raw.split('\0');
  const files: { name: string; isNew: boolean }[] = [];
  for (let n = 0; n + 1 < parts.length; n += 2)
    files.push({ name: parts[n + 1]!, isNew: / A$/.test(parts[n]!) });
  return files;
}

/**
 * The changed lines of each file of a patch without context. A patch quotes names in several ways, so names are taken from
 * the raw list instead. Lines of contents begin with `+`, `-` or `\`.
 */
function hunksOf(patch: string): { first: number; last: number }[][] {
  const files: { first: number; last: number }[][] = [];
  for (const line of patch.split('\n')) {
    if (line.startsWith('diff --git ')) files.push([]);
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const start = Number(hunk[1]) - 1;
    const count = hunk[2] === undefined ? 1 : Number(hunk[2]);
    // Where lines were only removed, the lines around them count.
    files
      .at(-1)
      ?.push(count === 0 ? { first: start, last: start + 1 } : { first: start, last: start + count - 1 });
  }
  return files;
}
