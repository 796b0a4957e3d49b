import { baseName } from '../shared/path-parts';
import type { Share } from './graph-view';
import { stateWords, type PipelineState } from '../shared/states';
import type { FileFact, RunFact } from './pipeline-facts';

/** Turns a few words into a sentence. */
export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** `40 s`, `2.3 s`, `75 ms`, `4 min 10 s`. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * `Last run: 2.3 s, 2026-08-30 14:05.` It has a date and not an age, so that the text of a picture changes only when its
 * facts do.
 */
export function runText(what: string, run: RunFact): string {
  return `${what}: ${duration(run.seconds)}${run.endedMs === null ? '' : `, ${localTime(run.endedMs)}`}.`;
}

function localTime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `3 of 83 files`, in the form of a stage's tooltip. */
export function missingText(files: readonly FileFact[]): string[] {
  return files.filter((file) => file.mtimeMs === null).map((file) => `${baseName(file.path)} is missing.`);
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

/** `12 HIT, 3 MISS`. */
export function shareText(list: readonly Share[]): string {
  return list.map(({ state, count }) => `${count} ${stateWords[state].label}`).join(', ');
}
