import * as l10n from '@vscode/l10n';
import { baseName } from '../shared/path-parts';
import type { GraphModel, Share } from './graph-view';
import { missReasonText } from '../shared/reasons';
import { stateWords, type PipelineState } from '../shared/state-words';
import type { TypeState } from '../shared/type-state';
import { otherCommandText } from '../shared/vocabulary';
import type { FileFact, RunFact } from './pipeline-facts';
import { plural } from '../shared/l10n/localized-plural';
import { sentences } from '../shared/l10n/sentences';

/** Turns a few words into a sentence. */
export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** `40 s`, `2.3 s`, `75 ms`, `4 min 10 s`. */
export function duration(seconds: number): string {
  if (seconds < 1) return l10n.t('{0} ms', Math.round(seconds * 1000));
  if (seconds < 10) return l10n.t('{0} s', seconds.toFixed(1));
  if (seconds < 120) return l10n.t('{0} s', Math.round(seconds));
  return l10n.t('{0} min {1} s', Math.floor(seconds / 60), Math.round(seconds % 60));
}

/**
 * `Last run: 2.3 s, 2026-08-30 14:05.` It has a date and not an age, so that the text of a picture changes only when its
 * facts do.
 */
export function runText(what: string, run: RunFact): string {
  const time = duration(run.seconds);
  return run.endedMs === null
    ? l10n.t('{0}: {1}.', what, time)
    : l10n.t('{0}: {1}, {2}.', what, time, localTime(run.endedMs));
}

function localTime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `3 of 83 files`, in the form of a stage's tooltip. */
export function missingText(files: readonly FileFact[]): string[] {
  return files
    .filter((file) => file.mtimeMs === null)
    .map((file) => l10n.t('{0} is missing.', baseName(file.path)));
}

/** `1 type`, `3 types`. */
export const typesText = (count: number): string =>
  plural(count, l10n.t('1 type'), l10n.t('{0} types', count));

/** A type's state in the cache, with the reason for a miss. */
export function cacheText(state: PipelineState, { reason }: TypeState): string {
  const { label, meaning } = stateWords[state];
  const why = reason && state !== 'not-cached' ? sentence(missReasonText(reason)) : meaning;
  return l10n.t('Cache: {0}. {1}', label, why);
}

/** The state of a type's XML, with the input that makes it stale. */
export function xmlText(state: PipelineState, { staleBecause, otherCommand }: TypeState): string {
  const { label } = stateWords[state];
  if (otherCommand) return sentences(l10n.t('XML: {0}.', label), sentence(otherCommandText()));
  return staleBecause
    ? l10n.t('XML: {0}. {1} changed.', label, baseName(staleBecause))
    : l10n.t('XML: {0}.', label);
}

/** How often each state occurs, in the vocabulary's order. */
export function shares(states: Iterable<PipelineState>): Share[] {
  const counts = new Map<PipelineState, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return (Object.keys(stateWords) as PipelineState[]).flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [{ state, count }];
  });
}

/** `1 module with problems`. Empty if nothing needs attention. */
export function attentionText({ nodes }: Pick<GraphModel, 'nodes'>): string {
  const count = nodes.filter(({ attention }) => attention).length;
  if (count === 0) return '';
  return plural(count, l10n.t('1 module with problems'), l10n.t('{0} modules with problems', count));
}

/** The numbers of a graph in one line: its summary, and what needs attention. */
export function summaryLine(model: Pick<GraphModel, 'nodes' | 'summary'>): string {
  return [model.summary, attentionText(model)].filter(Boolean).join(' · ');
}

/** `12 HIT, 3 MISS`. */
export function shareText(list: readonly Share[]): string {
  return list.map(({ state, count }) => `${count} ${stateWords[state].label}`).join(', ');
}
