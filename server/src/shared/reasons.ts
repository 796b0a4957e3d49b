import * as l10n from '@vscode/l10n';
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
 * - `unlisted-input`: a file may make the tool read others that it does not list
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
    | 'unlisted-input'
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
      return l10n.t('not cached yet');
    case 'source-changed':
      return l10n.t('{0} changed', subject);
    case 'flags-changed':
      return l10n.t('flags changed');
    case 'castxml-changed':
      return l10n.t('castxml changed');
    case 'compiler-changed':
      return l10n.t('compiler {0} changed', subject);
    case 'header-changed':
      return l10n.t('header {0} changed', subject);
    case 'header-removed':
      return l10n.t('header {0} is gone', subject);
    case 'include-directory-changed':
      return l10n.t('files were added to or removed from {0}/', subject);
    case 'time-dependent':
      return l10n.t('{0} uses __DATE__, __TIME__ or __TIMESTAMP__', subject);
    case 'evicted':
      return l10n.t('evicted');
    case 'corrupt':
      return l10n.t('entry corrupt');
    case 'input-missing':
      return l10n.t('{0} is missing', subject);
    case 'unreadable':
      return l10n.t('{0} cannot be read', subject);
    case 'not-stored':
      return l10n.t(
        'the last run was not stored: {0}',
        notStoredText({ kind: reason.because, subject: reason.subject }),
      );
  }
}

/** Why a run was not stored, in a few words. */
export function notStoredText({ kind, subject: file }: NotStored): string {
  const subject = baseName(file);
  switch (kind) {
    case 'input-not-found':
      return l10n.t('castxml read {0}, which cannot be found', subject);
    case 'unreadable':
      return l10n.t('{0} cannot be read', subject);
    case 'input-changed':
      return l10n.t('{0} changed while castxml ran', subject);
    case 'directory-busy':
      return l10n.t('files were added to or removed from {0}/ while castxml ran', subject);
    case 'not-preprocessed':
      return l10n.t('castxml -E failed');
    case 'unlisted-input':
      return l10n.t('{0} may insert files that are not known', subject);
    case 'no-output':
      return l10n.t('castxml wrote no XML');
    case 'no-clock':
      return l10n.t('files in {0}/ cannot be dated', subject);
    case 'store-refused':
      return l10n.t('the store cannot be written');
  }
}

/** The text for a kind of reason, without a file. A store may contain kinds that only a later version knows. */
export function missKindText(kind: MissReason['kind']): string {
  return Object.hasOwn(missKinds, kind) ? missKinds[kind]() : kind;
}

const missKinds: Record<MissReason['kind'], () => string> = {
  'never-cached': () => l10n.t('never cached'),
  'source-changed': () => l10n.t('.cxx changed'),
  'flags-changed': () => l10n.t('flags changed'),
  'castxml-changed': () => l10n.t('castxml changed'),
  'compiler-changed': () => l10n.t('compiler changed'),
  'header-changed': () => l10n.t('a header changed'),
  'header-removed': () => l10n.t('a header is gone'),
  'include-directory-changed': () => l10n.t('files were added to or removed from an include directory'),
  'time-dependent': () => l10n.t('__DATE__, __TIME__ or __TIMESTAMP__ is used'),
  evicted: () => l10n.t('evicted'),
  corrupt: () => l10n.t('entry corrupt'),
  'input-missing': () => l10n.t('an input is missing'),
  unreadable: () => l10n.t('an input cannot be read'),
  'not-stored': () => l10n.t('the last run was not stored'),
};

/** The text for an outcome. A store may contain outcomes that only a later version knows. */
export function outcomeText(outcome: RunOutcome): string {
  return Object.hasOwn(outcomes, outcome) ? outcomes[outcome]() : outcome;
}

const outcomes: Record<RunOutcome, () => string> = {
  'hit-l1': () => l10n.t('HIT'),
  'hit-portable': () => l10n.t('HIT from another directory'),
  'hit-l2': () => l10n.t('HIT after castxml -E'),
  miss: () => l10n.t('MISS'),
  bypass: () => l10n.t('not cached'),
  failed: () => l10n.t('failed'),
};
