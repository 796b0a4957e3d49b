import type { NamedRevision } from '../../shared/diff/revision';
import { CannotCompare } from './cannot-compare';
import type { GitRef } from './repository';

/** The remotes that the base of a branch may be in, best first: in a fork, `origin` may be far behind. */
const REMOTES = ['upstream', 'origin'];
const TRUNKS = ['main', 'master'];

/**
 * The branch that the current branch is meant for: its upstream, or else the main branch of a remote, or else the local main
 * branch. An upstream of the same name is the branch itself on a remote, and counts only if there is nothing else.
 * @throws CannotCompare if there is none
 */
export function baseOfBranch(refs: readonly GitRef[]): GitRef {
  const known = new Map(refs.map((one) => [one.ref, one]));
  const current = refs.find(({ isHead }) => isHead);
  const upstream = known.get(current?.upstream ?? '');
  const isItself = upstream !== undefined && current !== undefined && isCopyOf(upstream.ref, current.ref);
  const trunks = REMOTES.flatMap((remote) => [
    known.get(`refs/remotes/${remote}/HEAD`)?.target,
    ...TRUNKS.map((name) => `refs/remotes/${remote}/${name}`),
  ]);
  const candidates = [
    ...(isItself ? [] : [upstream?.ref]),
    ...trunks,
    ...TRUNKS.map((name) => `refs/heads/${name}`),
    upstream?.ref,
  ];
  for (const ref of candidates) {
    const found = known.get(ref ?? '');
    if (found) return found;
  }
  throw new CannotCompare(
    'no-base',
    'The base of the branch is not known: it has no upstream, and there is no branch main or master. Name a revision to compare with.',
  );
}

/** `refs/remotes/origin/topic` is a copy of `refs/heads/topic`. */
const isCopyOf = (remote: string, local: string): boolean =>
  remote.replace(/^refs\/remotes\/[^/]+\//, '') === local.replace(/^refs\/heads\//, '');

const KINDS: Readonly<Record<string, NamedRevision['kind']>> = {
  heads: 'branch',
  remotes: 'remote-branch',
  tags: 'tag',
};

/** The branches and tags to compare with: the base of the branch, then the newest first. */
export function namedRevisions(refs: readonly GitRef[]): NamedRevision[] {
  let base: GitRef | null = null;
  try {
    base = baseOfBranch(refs);
  } catch (error) {
    if (!(error instanceof CannotCompare)) throw error;
  }
  const named = refs
    .filter(({ target }) => target === '')
    .flatMap(({ ref, seconds }): NamedRevision[] => {
      const kind = KINDS[ref.split('/')[1] ?? ''];
      return kind ? [{ ref, name: shortRef(ref), kind, seconds, isBase: ref === base?.ref }] : [];
    });
  return named.sort((a, b) => Number(b.isBase) - Number(a.isBase) || b.seconds - a.seconds);
}

/** The name of a revision as people write it. */
export const shortRef = (ref: string): string => ref.replace(/^refs\/(?:heads|remotes|tags)\//, '');
