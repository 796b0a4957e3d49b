import path from 'node:path';
import type { CacheContext } from '../cache-context';
import type { Snapshot } from '../inputs/digests';
import { CannotTell } from '../inputs/input-files';
import { KEPT, type Action, type ActionEntry, type ActionMiss } from './action';
import { readActions, type StoredAction } from './action-entry';
import { changedInput, resolved } from './action-inputs';

/** An entry that is valid now, or why there is none. */
export type FoundAction = StoredAction | { reason: ActionMiss };

/** Which paths an action may write. An entry that names any other path is not used: stores are not trusted that far. */
export type Owns = (file: string) => boolean;

/** Looks in the local roots. Starts no process and writes nothing. `blobs` are not examined. */
export function findAction(
  cache: CacheContext,
  action: Action,
  key: string,
  owns: Owns,
  snapshot: Snapshot,
): FoundAction {
  let reason: ActionMiss | undefined;
  for (const root of cache.roots)
    for (const stored of readActions(root, key)) {
      const invalid = whyInvalid(cache, action, stored.entry, owns, snapshot);
      if (invalid === null) return stored;
      reason ??= invalid.kind === 'corrupt' ? { kind: 'corrupt', subject: root.file(stored.name) } : invalid;
    }
  return { reason: reason ?? { kind: 'never-cached' } };
}

/** Why an entry cannot be used for an action now. Null if it can. */
export function whyInvalid(
  cache: CacheContext,
  action: Action,
  entry: ActionEntry,
  owns: Owns,
  snapshot: Snapshot,
): ActionMiss | null {
  const foreign = entry.outputs.some((output) => {
    if (output.path.startsWith(KEPT)) return false;
    const file = resolved(output.path, action.trees);
    return !path.isAbsolute(file) || path.normalize(file) !== file || !owns(file);
  });
  if (foreign || entry.outputs.length === 0) return { kind: 'corrupt', subject: '' };
  try {
    return changedInput(cache, action, entry, snapshot);
  } catch (error) {
    if (error instanceof CannotTell) return { kind: 'unreadable', subject: error.subject };
    throw error;
  }
}
