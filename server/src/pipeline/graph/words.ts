import type { Share } from './types';
import { stateWords, type PipelineState } from '../states';
import type { FileFact, RunFact } from './facts';

/** The last component of a path of either kind of system. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** All but the last component; empty where there is one alone. */
export function folderName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/** A few words as a sentence. */
export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** `83 types`, `1 type`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `40 s`, `2.3 s`, `75 ms`, `4 min 10 s`. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `just now`, `5 minutes ago`, `3 days ago`. */
export function age(thenMs: number, nowMs: number): string {
  const minutes = Math.floor((nowMs - thenMs) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${plural(minutes, 'minute')} ago`;
  if (minutes < 48 * 60) return `${plural(Math.floor(minutes / 60), 'hour')} ago`;
  return `${plural(Math.floor(minutes / 1440), 'day')} ago`;
}

/** `Last run: 2.3 s, 5 minutes ago.` */
export function runText(what: string, run: RunFact, nowMs: number | undefined): string {
  const when = run.endedMs !== null && nowMs !== undefined ? `, ${age(run.endedMs, nowMs)}` : '';
  return `${what}: ${duration(run.seconds)}${when}.`;
}

/** `3 of 83 files` in the words of a stage's tooltip. */
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
