import path from 'node:path';
import type { MissReason } from '../cache/types';
import { stateWords } from './states';
import type { CacheState, ConfigureNeed, ModuleState, ModuleStatus, XmlState } from './types';

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
      return `a file came or went in ${subject}/`;
    case 'time-dependent':
      return `${subject} uses __DATE__, __TIME__ or __TIMESTAMP__`;
    case 'evicted':
      return 'evicted';
    case 'corrupt':
      return 'entry corrupt';
    case 'input-missing':
      return `${subject} is missing`;
  }
}

/** What configuring would do to a type, in a few words: `configure needed: +3 −1 instantiations`. */
export function configureLabel(need: ConfigureNeed): string {
  const { added, removed, changed } = need;
  const counts = [
    added.length > 0 && `+${added.length}`,
    removed.length > 0 && `−${removed.length}`,
    changed.length > 0 && `~${changed.length}`,
  ].filter(Boolean);
  const count = added.length + removed.length + changed.length;
  if (count === 0) return 'configure needed: the same instantiations in other code';
  return `configure needed: ${counts.join(' ')} ${count === 1 ? 'instantiation' : 'instantiations'}`;
}

/** Whether the store has what a type would be after configuring, in a few words; null where that is not known. */
export function predictedLabel({ state, reason }: ConfigureNeed): string | null {
  switch (state) {
    case 'hit':
    case 'unverified':
      return 'the cache has the new one';
    case 'hit-l2':
      return 'the cache has the new one, after castxml -E';
    case 'miss':
      return reason === null || reason.kind === 'never-cached'
        ? 'CastXML will run for it'
        : `CastXML will run for it: ${missReasonText(reason)}`;
    case 'unknown':
      return null;
  }
}

/** A module's state in a few words. */
export function moduleStateLabel(module: Pick<ModuleStatus, 'state' | 'pkl'>): string {
  const labels: Record<ModuleState, string> = {
    complete: 'complete',
    'stamp-missing': 'stamp missing',
    'pkl-missing':
      module.pkl.damaged?.[0] !== undefined
        ? `${path.basename(module.pkl.damaged[0].file)} is damaged`
        : module.pkl.missing.length > 0
          ? `${module.pkl.missing.length} of ${module.pkl.listed} pkl missing`
          : `${module.pkl.missingIndex.length} index.txt missing`,
    'never-run': 'igenerator never run',
    'out-of-date': 'out of date',
    unknown: 'not looked at yet',
  };
  return labels[module.state];
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
