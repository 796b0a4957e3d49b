import * as vscode from 'vscode';
import { stateWords } from '../../../server/src/shared/state-words';
import type { ModuleView, TypeView } from '../../../server/src/shared/protocol';
import type { CacheState } from '../../../server/src/shared/state-words';
import { plural } from '../../../server/src/shared/l10n/localized-plural';

/** What the *Modules* view shows, and how. */
export interface ModulesFilter {
  /** Words that the name of the type or of its module must contain, ignoring case. Empty: all. */
  text: string;
  /** Conditions, of which a type must meet at least one. Empty: all. */
  states: readonly StateCondition[];
  group: 'module' | 'state';
}

/** A state to filter by: of the cached run, of the XML, or of the module. */
export type StateCondition =
  CacheState | 'xml-stale' | 'xml-missing' | 'module-incomplete' | 'configure-needed';

/** The filter that lets everything through. */
export const noFilter: ModulesFilter = { text: '', states: [], group: 'module' };

/** Whether a type passes the filter. `module` is the type's module. */
export function passes(filter: ModulesFilter, type: TypeView, module: ModuleView | undefined): boolean {
  return textPasses(filter.text, type) && statesPass(filter.states, type, module);
}

/** Whether the name of the type or of its module contains all the words. */
export function textPasses(text: string, type: Pick<TypeView, 'name' | 'module'>): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const name = `${type.name} ${type.module}`.toLowerCase();
  return words.every((word) => name.includes(word));
}

function statesPass(
  states: readonly StateCondition[],
  type: TypeView,
  module: ModuleView | undefined,
): boolean {
  if (states.length === 0) return true;
  return states.some((state) => {
    if (state === 'xml-stale') return type.xmlState === 'stale';
    if (state === 'xml-missing') return type.xmlState === 'missing';
    if (state === 'configure-needed') return type.configure !== null;
    if (state === 'module-incomplete')
      return module !== undefined && module.state !== 'complete' && module.state !== 'unknown';
    return type.state === state;
  });
}

const CACHE_STATES: readonly CacheState[] = ['hit', 'hit-l2', 'miss', 'unverified', 'unknown'];

/** The conditions, with the words that the rest of the UI uses for them. */
export function stateConditions(): { state: StateCondition; label: string }[] {
  return [
    ...CACHE_STATES.map((state) => ({ state, label: stateWords[state].label })),
    { state: 'xml-stale', label: vscode.l10n.t('XML stale') },
    { state: 'xml-missing', label: vscode.l10n.t('XML missing') },
    { state: 'configure-needed', label: vscode.l10n.t('configure needed') },
    { state: 'module-incomplete', label: vscode.l10n.t('igenerator incomplete') },
  ];
}

/** Describes the active filter in a line above the tree. Empty if nothing is filtered. */
export function filterText({ text, states }: ModulesFilter, shown: number, total: number): string {
  if (!text && states.length === 0) return '';
  const labels = stateConditions().filter(({ state }) => states.includes(state));
  const what = [...(text ? [`“${text}”`] : []), ...labels.map(({ label }) => label)].join(', ');
  return plural(
    total,
    vscode.l10n.t('{0}: {1} of 1 type', what, shown),
    vscode.l10n.t('{0}: {1} of {2} types', what, shown, total),
  );
}
