import * as l10n from '@vscode/l10n';
import { missReasonText } from './reasons';
import { baseName } from './path-parts';
import { plural } from './l10n/localized-plural';
import { sentences } from './l10n/sentences';
import { stateWords, type CacheState, type XmlState } from './state-words';
import type { ConfigureNeed, ModuleStatus, StageState } from './type-state';

/** The word for a state of a run or of an XML: `HIT L2`, `stale`. */
export function stateLabel(state: CacheState | XmlState): string {
  return stateWords[state].label;
}

/** `1 instantiation`, `3 instantiations`. */
export const instantiationsText = (count: number): string =>
  plural(count, l10n.t('1 instantiation'), l10n.t('{0} instantiations', count));

/** The effect of configuring on a type, in a few words: `configure needed: +3 −1 instantiations`. */
export function configureLabel(need: ConfigureNeed): string {
  const { text, total } = changes(need);
  if (total === 0) return l10n.t('configure needed: same instantiations, different code');
  return plural(
    total,
    l10n.t('configure needed: {0} instantiation', text),
    l10n.t('configure needed: {0} instantiations', text),
  );
}

/** The same, short enough for a row of a list: `configure: +3 −1`. */
export function shortConfigureLabel(need: ConfigureNeed): string {
  const { text, total } = changes(need);
  if (need.kind === 'gone') return l10n.t('gone after configuring');
  return total === 0 ? l10n.t('configure needed') : l10n.t('configure: {0}', text);
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
      return l10n.t('already cached');
    case 'hit-l2':
      return l10n.t('already cached, found after castxml -E');
    case 'miss':
      return reason === null || reason.kind === 'never-cached'
        ? l10n.t('CastXML will run for it')
        : l10n.t('CastXML will run for it: {0}', missReasonText(reason));
    case 'unknown':
      return null;
  }
}

/** A module's state in a few words: `stamp missing`, `2 of 14 pkl files missing`. */
export function moduleStateLabel({ state, pkl }: Pick<ModuleStatus, 'state' | 'pkl'>): string {
  if (state !== 'pkl-missing') return stateWords[state].label;
  const [damaged] = pkl.damaged ?? [];
  if (damaged) return l10n.t('{0} is damaged', baseName(damaged.file));
  return pkl.missing.length > 0
    ? plural(
        pkl.listed,
        l10n.t('{0} of 1 pkl file missing', pkl.missing.length),
        l10n.t('{0} of {1} pkl files missing', pkl.missing.length, pkl.listed),
      )
    : plural(
        pkl.missingIndex.length,
        l10n.t('1 index.txt file missing'),
        l10n.t('{0} index.txt files missing', pkl.missingIndex.length),
      );
}

/** What is wrong with a pkl database, and what to do. */
export function damagedText({ file, message }: { file: string; message: string }): string {
  return sentences(
    l10n.t('{0} is damaged ({1}), so igenerator cannot write to it.', file, message),
    l10n.t('Run itk-wrap repair --all --remove-damaged: it removes the file, and igenerator recreates it.'),
  );
}

/** What a module's state breaks, in a sentence that the user can act on. Null if everything is fine. */
export function moduleConsequence(module: ModuleStatus): string | null {
  switch (module.state) {
    case 'complete':
    case 'unknown':
      return null;
    case 'stamp-missing':
      return l10n.t('The next build reruns igenerator for this module before anything that needs it.');
    case 'pkl-missing':
      if (module.pkl.damaged?.[0] !== undefined) return damagedText(module.pkl.damaged[0]);
      return module.pkl.missing.length === 0
        ? l10n.t(
            'pyi_generator.py will warn that an index file is missing, and its types get no Python stubs.',
          )
        : sentences(
            l10n.t('ninja does not track pkl files and will say “no work to do”.'),
            module.pkl.present === 0
              ? l10n.t('pyi_generator.py then fails with “No pickle files were found”.')
              : l10n.t(
                  'pyi_generator.py then warns “pickle file … is missing” and leaves the class out of the Python stubs.',
                ),
          );
    case 'never-run':
      return l10n.t('The Python stubs of this module cannot be made until igenerator has run.');
    case 'out-of-date':
      return outOfDateText(module);
  }
}

/** Why igenerator's outputs are out of date, and what happens next. */
function outOfDateText({ staleBecause, otherCommand, unnoticed }: ModuleStatus): string {
  if (otherCommand)
    return l10n.t(
      'Another command, for example one with other options, or an interrupted run made igenerator’s outputs. The next build reruns igenerator.',
    );
  if (staleBecause === null)
    return l10n.t(
      'An XML is newer than igenerator’s outputs, or one of them is missing. The next build reruns igenerator.',
    );
  const name = baseName(staleBecause);
  if (unnoticed)
    return sentences(
      l10n.t('{0} has changed since igenerator ran, but its time is old.', name),
      l10n.t('ninja goes by times and does not notice it; Repair reruns igenerator.'),
    );
  if (staleBecause.endsWith('.idx'))
    return sentences(
      l10n.t('{0} is missing or newer than igenerator’s outputs.', name),
      l10n.t('ninja notices that only in a build with depfiles (itk-wrap setup); Repair reruns igenerator.'),
    );
  return l10n.t('{0} is missing or newer than igenerator’s outputs. The next build reruns igenerator.', name);
}

/** For how many types of a module igenerator does not have to run. Null if that is not known, and if it has to run for all. */
export function moduleCachedText({ cached }: Pick<ModuleStatus, 'cached'>): string | null {
  if (cached === null || cached.hits === 0) return null;
  const { hits, types } = cached;
  return hits === types
    ? l10n.t('The cache has what igenerator would write for all types.')
    : l10n.t('The cache has what igenerator would write for {0} of {1} types.', hits, types);
}

/** Why something is out of date although no file that it was made from has changed. */
export const otherCommandText = (): string => l10n.t('made by another command or an interrupted run');

/** The state of SWIG's outputs in a few words: `SWIG stale: itkBase.i changed`. Empty if it is not known. */
export function swigText(
  { state, because, cached, otherCommand }: StageState,
  quote: (name: string) => string = (name) => name,
): string {
  switch (state) {
    case 'unknown':
      return '';
    case 'missing':
      return because?.endsWith('.cpp')
        ? cached
          ? l10n.t('no Python.cpp yet, already cached')
          : l10n.t('no Python.cpp yet')
        : l10n.t('{0} missing', quote(baseName(because ?? '')));
    case 'stale':
      if (otherCommand)
        return cached
          ? l10n.t('SWIG stale: {0}, already cached', otherCommandText())
          : l10n.t('SWIG stale: {0}', otherCommandText());
      return cached
        ? l10n.t('SWIG stale: {0} changed, already cached', quote(baseName(because ?? '')))
        : l10n.t('SWIG stale: {0} changed', quote(baseName(because ?? '')));
    case 'fresh':
      return l10n.t('SWIG fresh');
  }
}
