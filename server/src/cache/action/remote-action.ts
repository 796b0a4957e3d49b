import type { CacheContext } from '../cache-context';
import { gunzip, gzip, sha256 } from '../codecs';
import { takeSnapshot } from '../inputs/digests';
import { asciiJson } from '../inputs/path-bytes';
import { firstAcceptingRoot } from '../run/save';
import type { Remote } from '../storage/remote/remote';
import { noteStored } from '../storage/entries';
import type { Action, ActionEntry, Blob } from './action';
import { blobsOf, isBlob, toActionEntry, writeAction, type StoredAction } from './action-entry';
import { blobOf, readBlob, unpacked, writeBlob } from './blobs';
import { whyInvalid, type ExpectedOutputs } from './find-action';
import { markUsed } from './restore-action';
import type { FinishedAction } from './save-action';

/*
 * Actions on a remote: under `/ac/<key>` the entries of a key, and under `/cas/<sha256>` each content as a gzip blob. A
 * remote hit is copied to a local root and restored from there. The key is a digest of ours and a label, so that it does not
 * collide with those of other users of the server.
 */

const LEVEL = 1;
const MAX_ENTRIES = 8;
const MAX_MANIFEST_BYTES = 64 << 20;

const remoteKey = (key: string): string => sha256(`itk-wrap remote 1\0a1\0${key}`);

/** An entry, and for each of its contents the blob that holds it packed. */
interface RemoteAction {
  entry: ActionEntry;
  /** By the SHA-256 of the content. */
  packed: Readonly<Record<string, Blob>>;
}

/** The remote's entry that is valid now, copied to a local root. Null if there is none. */
export async function fetchAction(
  cache: CacheContext,
  remote: Remote,
  action: Action,
  key: string,
  expected: ExpectedOutputs,
): Promise<StoredAction | null> {
  try {
    const snapshot = takeSnapshot();
    for (const far of await fetchEntries(remote, key)) {
      if (whyInvalid(cache, action, far.entry, expected, snapshot) !== null) continue;
      const stored = await localize(cache, remote, key, far);
      if (stored) return stored;
    }
  } catch (error) {
    cache.warn(`the remote cache cannot be used: ${(error as Error).message}`);
  }
  return null;
}

async function fetchEntries(remote: Remote, key: string): Promise<RemoteAction[]> {
  const action = await remote.getAction(remoteKey(key));
  if (!action) return [];
  try {
    const text = (await gunzip(action, { maxBytes: MAX_MANIFEST_BYTES })).toString('utf8');
    const json = JSON.parse(text) as unknown;
    return Array.isArray(json) ? json.slice(0, MAX_ENTRIES).flatMap(toRemoteAction) : [];
  } catch {
    return [];
  }
}

function toRemoteAction(value: unknown): RemoteAction[] {
  const { entry: json, packed } = (value ?? {}) as Partial<RemoteAction>;
  const entry = toActionEntry(json);
  if (!entry || typeof packed !== 'object' || packed === null) return [];
  return blobsOf(entry).every((blob) => isBlob(packed[blob.sha256])) ? [{ entry, packed }] : [];
}

/** Copies an entry and all its contents to the first local root that accepts them. Null if a content is missing. */
async function localize(
  cache: CacheContext,
  remote: Remote,
  key: string,
  { entry, packed }: RemoteAction,
): Promise<StoredAction | null> {
  const contents: Buffer[] = [];
  for (const blob of blobsOf(entry)) {
    const content = (await readBlob(cache.roots, blob)) ?? (await fetchBlob(remote, blob, packed));
    if (content === null) return null;
    contents.push(content);
  }
  let name = '';
  const root = await firstAcceptingRoot(cache, cache.roots, async (candidate) => {
    for (const content of contents) await writeBlob(candidate, content, cache.options.format);
    name = writeAction(candidate, key, entry);
    markUsed(cache, { root: candidate, name, entry });
    noteStored(candidate, cache.now());
  });
  return root && { root, name, entry, usedMs: cache.now() };
}

async function fetchBlob(remote: Remote, blob: Blob, packed: RemoteAction['packed']): Promise<Buffer | null> {
  const far = packed[blob.sha256];
  const bytes = far && (await remote.getBlob(far.sha256, far.bytes));
  return bytes ? unpacked(bytes, 'gzip', blob) : null;
}

/**
 * Sends a finished run: its contents first, then the entries that name them. If two clients send at the same moment, one
 * entry may be lost, which only costs a miss.
 */
export async function sendAction(
  cache: CacheContext,
  remote: Remote,
  key: string,
  entry: ActionEntry,
  { produced, executed }: FinishedAction,
): Promise<void> {
  if (!remote.writable) return;
  try {
    const { stdout, stderr } = executed.ran;
    const contents = new Map(
      [...produced.map(({ content }) => content), stdout, stderr].map((content) => [
        sha256(content),
        content,
      ]),
    );
    const packed: Record<string, Blob> = {};
    for (const { sha256: digest } of blobsOf(entry)) {
      const bytes = await gzip(contents.get(digest) ?? Buffer.alloc(0), LEVEL);
      const blob = blobOf(bytes);
      if (!(await remote.putBlob(blob.sha256, bytes))) return;
      packed[digest] = blob;
    }
    const same = ({ entry: other }: RemoteAction): boolean =>
      JSON.stringify([other.inputs, other.watchfp]) === JSON.stringify([entry.inputs, entry.watchfp]);
    const others = (await fetchEntries(remote, key)).filter((other) => !same(other));
    const all = [{ entry, packed }, ...others].slice(0, MAX_ENTRIES);
    await remote.putAction(remoteKey(key), await gzip(Buffer.from(asciiJson(all)), LEVEL), null);
  } catch (error) {
    cache.warn(`the remote cache cannot be used: ${(error as Error).message}`);
  }
}
