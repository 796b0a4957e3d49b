import path from 'node:path';
import type { NotStored } from '../../shared/reasons';
import type { Trees } from '../api';
import type { CacheContext } from '../cache-context';
import { takeSnapshot, type Snapshot } from '../inputs/digests';
import {
  relevantNames,
  shadowingFileSince,
  watchDirectories,
  watchFingerprint,
} from '../inputs/include-space';
import { CannotTell } from '../inputs/input-files';
import { resolveTokens, sameTrees, tokenize } from '../invocation/tree-pair';
import type { Action, ActionEntry, ActionMiss, Reads } from './action';

/*
 * The files that a run of an action read, and whether they are still the same. A tool that searches directories may also
 * read another file because of one that did not exist during the run. So the entry records the names that matter in every
 * directory that was searched.
 */

/** The record of what a run read. Paths have tokens for the trees. */
export type InputRecord = Pick<ActionEntry, 'inputs' | 'watch' | 'watchfp'>;

/**
 * The record of a run that just ended, or why it must not be stored. `beganMs` is when it began, by the clock that stamps
 * files. An input that changed since then may have been read in either state.
 */
export function observeInputs(
  cache: CacheContext,
  action: Action,
  reads: Reads,
  beganMs: number,
): InputRecord | NotStored {
  try {
    return observe(cache, action, reads, beganMs);
  } catch (error) {
    if (error instanceof CannotTell) return { kind: 'unreadable', subject: error.subject };
    throw error;
  }
}

function observe(
  { digests }: CacheContext,
  { names, trees }: Action,
  reads: Reads,
  beganMs: number,
): InputRecord | NotStored {
  const snapshot = takeSnapshot();
  const inputs: [string, string][] = [];
  for (const file of [...reads.tool, ...reads.inputs]) {
    const { digest, signature } = digests.file(file, snapshot);
    if (digest === '') return { kind: 'input-not-found', subject: file };
    if (signature && signature.ctimeMs > beganMs - digests.slackMs(path.dirname(file)))
      return { kind: 'input-changed', subject: file };
  }
  for (const file of reads.inputs) inputs.push([tokenized(file, trees), digests.file(file, snapshot).digest]);
  // No file has the special place that a generated source has for a compiler, so `source` is none of them.
  const space = { deps: reads.inputs, source: '', searchDirectories: reads.searched, probes: names };
  const watch = reads.searched.length === 0 ? [] : watchDirectories(space, digests, snapshot);
  const shadow = shadowingFileSince(watch, space, beganMs, digests, snapshot);
  if (shadow !== null) return { kind: 'input-changed', subject: shadow };
  const relevant = relevantNames([...reads.inputs, ...names], trees);
  return {
    inputs,
    watch: watch.map((directory) => tokenized(directory, trees)),
    watchfp: watchFingerprint(watch, relevant, trees, digests, snapshot),
  };
}

/**
 * Why an entry is not valid for an action now. Null if it is valid.
 * @throws CannotTell
 */
export function changedInput(
  { digests }: CacheContext,
  { names, trees }: Action,
  entry: ActionEntry,
  snapshot: Snapshot,
): ActionMiss | null {
  if (entry.bound && !(trees && entry.trees && sameTrees(trees, entry.trees))) return { kind: 'other-trees' };
  for (const [name, recorded] of entry.inputs) {
    const file = resolved(name, trees);
    const { digest } = digests.file(file, snapshot);
    if (digest !== recorded)
      return { kind: digest === '' ? 'input-removed' : 'input-changed', subject: file };
  }
  const watch = entry.watch.map((directory) => resolved(directory, trees));
  const relevant = relevantNames([...entry.inputs.map(([name]) => name), ...names], null);
  if (watchFingerprint(watch, relevant, trees, digests, snapshot) === entry.watchfp) return null;
  const newest = (directory: string): number =>
    digests.directorySignature(directory, snapshot).signature?.mtimeMs ?? 0;
  const [subject = ''] = watch.sort((a, b) => newest(b) - newest(a));
  return { kind: 'directory-changed', subject };
}

/** A path with a token for its tree, if the trees are known. */
export const tokenized = (file: string, trees: Trees | null): string =>
  trees ? tokenize(file, trees) : file;

/** The inverse of `tokenized`. */
export const resolved = (file: string, trees: Trees | null): string =>
  trees ? resolveTokens(file, trees) : file;
