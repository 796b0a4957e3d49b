import { missReasonText } from './reasons';
import { baseName } from './path-parts';
import { plural } from './plural';
import { stateWords, type CacheState, type XmlState } from './states';
import type { ConfigureNeed, ModuleStatus } from './type-state';

/** The word for a state of a run or of an XML: `HIT L2`, `stale`. */
export function stateLabel(state: CacheState | XmlState): string {
  return stateWords[state].label;
}

/** The effect of configuring on a type, in a few words: `configure needed: +3 −1 instantiations`. */
export function configureLabel(need: ConfigureNeed): string {
  const { text, total } = changes(need);
  if (total === 0) return 'configure needed: same instantiations, different code';
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

/** Whether the store has the XML that a type would have after configuring, in a few words. Null if unknown. */
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
  if (damaged) return `${baseName(damaged.file)} is damaged`;
  return pkl.missing.length > 0
    ? `${pkl.missing.length} of ${plural(pkl.listed, 'pkl file')} missing`
    : `${plural(pkl.missingIndex.length, 'index.txt file')} missing`;
}

/** What is wrong with a pkl database, and what to do. */
export function damagedText({ file, message }: { file: string; message: string }): string {
  return `${file} is damaged (${message}), so igenerator cannot write to it. Run itk-wrap repair --all --remove-damaged: it removes the file, and igenerator recreates it.`;
}

/** What a module's state breaks, in a sentence that the user can act on. Null if everything is fine. */
export function moduleConsequence(module: ModuleStatus): string | null {
  switch (module.state) {
    case 'complete':
    case 'unknown':
      return null;
    case 'stamp-missing':
      return 'The next build reruns igenerator for this module before anything that needs it.';
    case 'pkl-missing':
      if (module.pkl.damaged?.[0] !== undefined) return damagedText(module.pkl.damaged[0]);
      return module.pkl.missing.length === 0
        ? 'pyi_generator.py will warn that an index file is missing, and its types get no Python stubs.'
        : 'ninja does not track pkl files and will say “no work to do”. pyi_generator.py then ' +
            (module.pkl.present === 0
              ? 'fails with “No pickle files were found”.'
              : 'warns “pickle file … is missing” and leaves the class out of the Python stubs.');
    case 'never-run':
      return 'The Python stubs of this module cannot be made until igenerator has run.';
    case 'out-of-date':
      return 'An XML is newer than igenerator’s outputs, so they describe an older build.';
  }
}
