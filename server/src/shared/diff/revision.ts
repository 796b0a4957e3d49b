/** Git itself has no limit, but names of files, and therefore of branches, have at most 255 bytes in each part. */
const MAX_LENGTH = 1000;

/**
 * Whether a text can be passed to git as a revision: it is no option, has no control characters and is not very long. Whether there
 * is such a revision is another question.
 */
export const canBeRevision = (text: string): boolean =>
  text !== '' && !text.startsWith('-') && text.length <= MAX_LENGTH && !/[\p{Cc}\u2028\u2029]/u.test(text);

/** A branch or a tag. */
export interface NamedRevision {
  /** Its full name, which is never ambiguous, such as `refs/remotes/origin/main`. */
  ref: string;
  /** Its name as people write it, such as `origin/main`. */
  name: string;
  kind: 'branch' | 'remote-branch' | 'tag';
  /** When its commit or the tag was made, in seconds since 1970. */
  seconds: number;
  /** Whether it is the base of the current branch. */
  isBase: boolean;
}

/** Why two revisions cannot be compared. */
export type DiffProblem = 'no-repository' | 'no-base' | 'unknown-revision' | 'no-common-history';
