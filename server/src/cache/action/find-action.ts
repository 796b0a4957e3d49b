import path from 'node:path';
import type { CacheContext } from '../cache-context';
import type { Snapshot } from '../inputs/digests';
import { CannotTell } from '../inputs/input-files';
import { KEPT, type Action, type ActionEntry, type ActionMiss, type OutputFile } from './action';
import { readActions, type StoredAction } from './action-entry';
import { changedInput, resolved } from './action-inputs';

/** An entry that is valid now, or why there is none. */
export type FoundAction = StoredAction | { reason: ActionMiss };

/** What the outputs of an action are. An entry with others is not used: stores are not trusted that far. */
export interface ExpectedOutputs {
  /** Whether an action may write a file, or have a kept output (with `KEPT` before its name). */
  owns: (file: string) => boolean;
  /** Whether each run writes at least these, in the same form. An entry that lacks one is not used. */
  isWhole: (outputs: readonly string[]) => boolean;
}

/** Looks in the local roots. Starts no process and writes nothing. `blobs` are not examined. */
export function findAction(
  cache: CacheContext,
  action: Action,
  key: string,
  expected: ExpectedOutputs,
  snapshot: Snapshot,
): FoundAction {
  let reason: ActionMiss | undefined;
  for (const root of cache.roots)
    for (const stored of readActions(root, key)) {
      const invalid = whyInvalid(cache, action, stored.entry, expected, snapshot);
      if (invalid === null) return stored;
      reason ??= invalid.kind === 'corrupt' ? { kind: 'corrupt', subject: root.file(stored.name) } : invalid;
    }
  return { reason: reason ?? { kind: 'never-cached' } };
}

/** The path of an output, or the name of a kept one. */
function outputName(output: OutputFile, { trees }: Action): string {
  return output.path.startsWith(KEPT) ? output.path : resolved(output.path, trees);
}

/** Why an entry cannot be used for an action now. Null if it can. */
export function whyInvalid(
  cache: CacheContext,
  action: Action,
  entry: ActionEntry,
  { owns, isWhole }: ExpectedOutputs,
  snapshot: Snapshot,
): ActionMiss | null {
  const outputs = entry.outputs.map((output) => outputName(output, action));
  const isFile = (file: string): boolean => path.isAbsolute(file) && path.normalize(file) === file;
  const isExpected = (name: string): boolean => (name.startsWith(KEPT) || isFile(name)) && owns(name);
  if (!outputs.every(isExpected) || !isWhole(outputs)) return { kind: 'corrupt', subject: '' };
  try {
    return changedInput(cache, action, entry, snapshot);
  } catch (error) {
    if (error instanceof CannotTell) return { kind: 'unreadable', subject: error.subject };
    throw error;
  }
}
