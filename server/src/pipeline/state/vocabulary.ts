import path from 'node:path';
import type { MissReason, NotStored, RunOutcome } from '../../cache/api';
import { plural } from '../../shared/plural';
import { stateWords } from '../../shared/states';
import type { CacheState, ConfigureNeed, ModuleStatus, XmlState } from './type-state';

/** The word for a state of a run or of an XML: `HIT L2`, `stale`. */
export function stateLabel(state: CacheState | XmlState): string {
  return stateWords[state].label;
}

/** Why a type misses, in a few words; paths are cut to their last part. */
export function missReasonText(reason: MissReason): string {
  const subject = 'subject' in reason ? path.basename(reason.subject) : '';
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

/** Why nothing was stored of a run, in a few words. */
export function notStoredText({ kind, subject: file }: NotStored): string {
  const subject = path.basename(file);
  switch (kind) {
    case 'input-not-found':
      return `castxml read ${subject}, which cannot be found`;
    case 'unreadable':
      return `${subject} cannot be read`;
    case 'input-changed':
      return `${subject} changed while castxml ran`;
    case 'directory-busy':
      return `files came or went in ${subject}/ while castxml ran`;
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

/** A kind of reason, of no file in particular. A store may hold kinds that only a later version knows. */
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

/** How a run ended. A store may hold outcomes that only a later version knows. */
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

/** What configuring would do to a type, in a few words: `configure needed: +3 −1 instantiations`. */
export function configureLabel(need: ConfigureNeed): string {
  const { text, total } = changes(need);
  if (total === 0) return 'configure needed: the same instantiations in other code';
  return `configure needed: ${text} ${total === 1 ? 'instantiation' : 'instantiations'}`;
}

/** The same, short enough for a row of a list: `configure: +3 −1`. */
export function shortConfigureLabel(need: ConfigureNeed): string {
  const { text, total } = changes(need);
  if (need.kind === 'gone') return 'gone after configuring';
  return total === 0 ? 'configure needed' : `configure: ${text}`;
}

function changes({ added, removed, changed }: ConfigureNeed): { text: string; total: number } {
  const counts = [
    added.length > 0 ? `+${added.length}` : '',
    removed.length > 0 ? `−${removed.length}` : '',
    changed.length > 0 ? `~${changed.length}` : '',
  ];
  return { text: counts.filter(Boolean).join(' '), total: added.length + removed.length + changed.length };
}

/** Whether the store has what a type would be after configuring, in a few words; null where that is not known. */
export function predictedLabel({ state, reason }: ConfigureNeed): string | null {
  switch (state) {
    case 'hit':
    case 'unverified':
      return 'already cached';
    case 'hit-l2':
      return 'already cached, found after castxml -E';
    case 'miss':
      return reason === null || reason.kind === 'never-cached'
        ? 'CastXML will run for it'
        : `CastXML will run for it: ${missReasonText(reason)}`;
    case 'unknown':
      return null;
  }
}

/** A module's state in a few words: `stamp missing`, `2 of 14 pkl files missing`. */
export function moduleStateLabel({ state, pkl }: Pick<ModuleStatus, 'state' | 'pkl'>): string {
  if (state !== 'pkl-missing') return stateWords[state].label;
  const [damaged] = pkl.damaged ?? [];
  if (damaged) return `${path.basename(damaged.file)} is damaged`;
  return pkl.missing.length > 0
    ? `${pkl.missing.length} of ${plural(pkl.listed, 'pkl file')} missing`
    : `${plural(pkl.missingIndex.length, 'index.txt file')} missing`;
}

/** What is the matter with a pkl database, and what to do. */
export function damagedText({ file, message }: { file: string; message: string }): string {
  return `${file} is damaged (${message}), so igenerator cannot write to it. Run itk-wrap repair --all --remove-damaged: it removes the file, and igenerator writes it anew.`;
}

/** What a module's state breaks, in a sentence that a person who builds can act on; null where all is well. */
export function moduleConsequence(module: ModuleStatus): string | null {
  switch (module.state) {
    case 'complete':
    case 'unknown':
      return null;
    case 'stamp-missing':
      return 'The next ninja runs igenerator for this module again before anything that needs it.';
    case 'pkl-missing':
      if (module.pkl.damaged?.[0] !== undefined) return damagedText(module.pkl.damaged[0]);
      return module.pkl.missing.length === 0
        ? 'pyi_generator.py will warn that an index file is missing, and its types get no Python stubs.'
        : 'ninja does not know of pkl files and will say “no work to do”; pyi_generator.py then ' +
            (module.pkl.present === 0
              ? 'fails with “No pickle files were found”.'
              : 'warns “pickle file … is missing” and leaves the class out of the Python stubs.');
    case 'never-run':
      return 'The Python stubs of this module cannot be made until igenerator has run.';
    case 'out-of-date':
      return 'An XML is newer than what igenerator made from it: its outputs describe an older build.';
  }
}
