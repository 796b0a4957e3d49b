import { baseName } from './path-parts';

/** The first reason found why a run would miss. `subject` is the file, directory or binary that caused it. */
export type MissReason =
  | { kind: 'never-cached' }
  | { kind: 'source-changed'; subject: string }
  | { kind: 'flags-changed'; subject: string }
  | { kind: 'castxml-changed'; subject: string }
  | { kind: 'compiler-changed'; subject: string }
  | { kind: 'header-changed'; subject: string }
  | { kind: 'header-removed'; subject: string }
  | { kind: 'include-directory-changed'; subject: string }
  | { kind: 'time-dependent'; subject: string }
  | { kind: 'evicted' }
  | { kind: 'corrupt'; subject: string }
  | { kind: 'input-missing'; subject: string }
  | { kind: 'unreadable'; subject: string }
  | { kind: 'not-stored'; subject: string; because: NotStored['kind'] };

/**
 * Why a successful run was not stored.
 * - `input-not-found`: castxml read a file that does not exist, or whose name cannot be interpreted
 * - `unreadable`: something that the result depends on could not be examined
 * - `input-changed`: an input was modified, added or removed while castxml ran
 * - `directory-busy`: names were added to or removed from an include directory while castxml ran
 * - `not-preprocessed`: `castxml -E` failed, though castxml did not
 * - `no-output`: castxml wrote no XML, or an empty one
 * - `no-clock`: the clock of the temporary folder's file system does not advance, so times cannot be compared
 * - `store-refused`: no root accepted it
 */
export interface NotStored {
  kind:
    | 'input-not-found'
    | 'unreadable'
    | 'input-changed'
    | 'directory-busy'
    | 'not-preprocessed'
    | 'no-output'
    | 'no-clock'
    | 'store-refused';
  /** The file or directory that caused it. */
  subject: string;
}

/**
 * The outcome of a run.
 * - `hit-l1`, `hit-portable`: restored without a process
 * - `hit-l2`: restored after `castxml -E`
 * - `miss`: castxml ran
 * - `bypass`: castxml ran without the cache
 * - `failed`: castxml ran and failed, or could not be started; nothing was stored
 */
export type RunOutcome = 'hit-l1' | 'hit-portable' | 'hit-l2' | 'miss' | 'bypass' | 'failed';

/** Why a type misses, in a few words. Paths are shortened to their last component. */
export function missReasonText(reason: MissReason): string {
  const subject = 'subject' in reason ? baseName(reason.subject) : '';
  switch (reason.kind) {
    case 'never-cached':
      return 'never cached';
    case 'source-changed':
      return `${subject} changed`;
    case 'flags-changed':
      return 'flags changed';
    case 'castxml-changed':
      return 'castxml changed';
    case 'compiler-changed':
      return `compiler ${subject} changed`;
    case 'header-changed':
      return `header ${subject} changed`;
    case 'header-removed':
      return `header ${subject} is gone`;
    case 'include-directory-changed':
      return `files were added to or removed from ${subject}/`;
    case 'time-dependent':
      return `${subject} uses __DATE__, __TIME__ or __TIMESTAMP__`;
    case 'evicted':
      return 'evicted';
    case 'corrupt':
      return 'entry corrupt';
    case 'input-missing':
      return `${subject} is missing`;
    case 'unreadable':
      return `${subject} cannot be read`;
    case 'not-stored':
      return `the last run was not stored: ${notStoredText({ kind: reason.because, subject: reason.subject })}`;
  }
}

/** Why a run was not stored, in a few words. */
export function notStoredText({ kind, subject: file }: NotStored): string {
  const subject = baseName(file);
  switch (kind) {
    case 'input-not-found':
      return `castxml read ${subject}, which cannot be found`;
    case 'unreadable':
      return `${subject} cannot be read`;
    case 'input-changed':
      return `${subject} changed while castxml ran`;
    case 'directory-busy':
      return `files were added to or removed from ${subject}/ while castxml ran`;
    case 'not-preprocessed':
      return 'castxml -E failed';
    case 'no-output':
      return 'castxml wrote no XML';
    case 'no-clock':
      return `files in ${subject}/ cannot be dated`;
    case 'store-refused':
      return 'the store cannot be written';
  }
}

/** The text for a kind of reason, without a file. A store may contain kinds that only a later version knows. */
export function missKindText(kind: MissReason['kind']): string {
  return missKinds[kind] ?? kind;
}

const missKinds: Record<MissReason['kind'], string> = {
  'never-cached': 'never cached',
  'source-changed': '.cxx changed',
  'flags-changed': 'flags changed',
  'castxml-changed': 'castxml changed',
  'compiler-changed': 'compiler changed',
  'header-changed': 'a header changed',
  'header-removed': 'a header is gone',
  'include-directory-changed': 'files were added to or removed from an include directory',
  'time-dependent': '__DATE__, __TIME__ or __TIMESTAMP__ is used',
  evicted: 'evicted',
  corrupt: 'entry corrupt',
  'input-missing': 'an input is missing',
  unreadable: 'an input cannot be read',
  'not-stored': 'the last run was not stored',
};

/** The text for an outcome. A store may contain outcomes that only a later version knows. */
export function outcomeText(outcome: RunOutcome): string {
  return outcomes[outcome] ?? outcome;
}

const outcomes: Record<RunOutcome, string> = {
  'hit-l1': 'HIT',
  'hit-portable': 'HIT from another directory',
  'hit-l2': 'HIT after castxml -E',
  miss: 'MISS',
  bypass: 'not cached',
  failed: 'failed',
};
