import type { NotStored } from '../../shared/reasons';
import type { CacheContext } from '../cache-context';
import { readRegularFile } from '../inputs/input-files';
import { mentionedTrees } from '../invocation/tree-pair';
import { firstAcceptingRoot } from '../run/save';
import { noteStored } from '../storage/entries';
import type { StoreRoot } from '../storage/store-root';
import type { Action, ActionEntry, Executed, OutputFile } from './action';
import { writeAction } from './action-entry';
import { tokenized, type InputRecord } from './action-inputs';
import { blobOf, MAX_BLOB_BYTES, writeBlob } from './blobs';
import { markUsed } from './restore-action';
import { isExecutable } from './place-outputs';

/** An output of a run with its content, read before it is put into place. */
export interface Produced {
  /** Its final path, or the name of a kept output. */
  path: string;
  /** The file in a private folder, if there is one. */
  staged?: string;
  content: Buffer;
  executable: boolean;
}

/** Reads what a run wrote. Throws an error if a file cannot be read, or if it is not a regular file. */
export function readProduced({ outputs }: Pick<Executed, 'outputs'>): Produced[] {
  return outputs.map((output) => {
    if ('content' in output) return { ...output, executable: false };
    const { staged, path } = output;
    const read = readRegularFile(staged, undefined, { followLinks: false });
    if (!read) throw new Error(`${staged} cannot be read`);
    return { path, staged, content: read.bytes, executable: isExecutable(read.owner.mode) };
  });
}

/** A finished run and its data for the store. */
export interface FinishedAction {
  action: Action;
  key: string;
  record: InputRecord;
  produced: readonly Produced[];
  executed: Pick<Executed, 'ran' | 'seconds'>;
}

/** The entry of a finished run. */
export function entryOf({ action, record, produced, executed }: FinishedAction): ActionEntry {
  const { trees, tool } = action;
  const { stdout, stderr } = executed.ran;
  const outputs = produced.map(({ path, content, executable }): OutputFile => {
    return { path: tokenized(path, trees), ...blobOf(content), executable };
  });
  return {
    tool,
    ...record,
    outputs,
    stdout: stdout.length > 0 ? blobOf(stdout) : null,
    stderr: stderr.length > 0 ? blobOf(stderr) : null,
    seconds: executed.seconds,
    trees,
    bound: trees !== null && produced.some(({ content }) => mentionedTrees(content, trees).length > 0),
  };
}

/**
 * Stores a finished run in the first root that accepts it: its contents first, and the entry that names them last. Returns
 * the root, or why it was not stored.
 */
export async function saveAction(
  cache: CacheContext,
  finished: FinishedAction,
  entry: ActionEntry,
): Promise<StoreRoot | NotStored> {
  const { produced, executed, key } = finished;
  const large = produced.find(({ content }) => content.length > MAX_BLOB_BYTES);
  const refused = (subject: string): NotStored => ({ kind: 'store-refused', subject });
  if (large) return refused(large.path);
  const contents = [...produced.map(({ content }) => content), executed.ran.stdout, executed.ran.stderr];
  const root = await firstAcceptingRoot(cache, cache.roots, async (candidate) => {
    for (const content of contents)
      if (content.length > 0 || produced.some((file) => file.content === content))
        await writeBlob(candidate, content, cache.options.format);
    const name = writeAction(candidate, key, entry);
    markUsed(cache, { root: candidate, name, entry });
    noteStored(candidate, cache.now());
  });
  return root ?? refused(cache.roots[0]?.path ?? '');
}
