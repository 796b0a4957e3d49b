import { sha256 } from '../codecs';
import { asciiJson } from '../inputs/path-bytes';
import { isTrees } from '../invocation/tree-pair';
import { addEntryOfKey, entriesOfKey } from '../storage/entries-of-key';
import { isKey } from '../storage/l1-entry';
import { ACTION_ENTRY, actionFolder } from '../storage/store-names';
import type { StoreRoot } from '../storage/store-root';
import { MAX_BLOB_BYTES } from './blobs';
import type { ActionEntry, Blob, OutputFile } from './action';

/** An entry in a root. */
export interface StoredAction {
  root: StoreRoot;
  /** Its name in the root. */
  name: string;
  entry: ActionEntry;
  usedMs: number;
}

const MAX_BYTES = 64 << 20;

/** The entries of a key in a root, the most recently used first. */
export function readActions(root: StoreRoot, key: string): StoredAction[] {
  const found: StoredAction[] = [];
  for (const name of entriesOfKey(root, actionFolder(key), ACTION_ENTRY)) {
    const content = root.read(name, MAX_BYTES);
    const entry = content && parseActionEntry(content.bytes.toString('utf8'));
    if (entry) found.push({ root, name, entry, usedMs: content.signature.mtimeMs });
  }
  return found.sort((a, b) => b.usedMs - a.usedMs);
}

/** Adds an entry and returns its name. Entries with the same inputs are replaced. Throws the system's error. */
export function writeAction(root: StoreRoot, key: string, entry: ActionEntry): string {
  const digest = sha256(asciiJson([entry.inputs, entry.watchfp, entry.bound ? entry.trees : null]));
  return addEntryOfKey(root, actionFolder(key), ACTION_ENTRY, { digest, text: asciiJson(entry) });
}

/** Every blob that an entry names. */
export function blobsOf({ outputs, stdout, stderr }: ActionEntry): Blob[] {
  return [...outputs, stdout, stderr].filter((blob) => blob !== null);
}

/** Parses an entry. Null if the text is not one. */
export function parseActionEntry(text: string): ActionEntry | null {
  try {
    return toActionEntry(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Parsed JSON as an entry. Null if it is not one. */
export function toActionEntry(value: unknown): ActionEntry | null {
  const json = value as Partial<ActionEntry> | null;
  if (typeof json?.tool !== 'string' || typeof json.watchfp !== 'string') return null;
  if (typeof json.seconds !== 'number' || typeof json.bound !== 'boolean') return null;
  if (!isList(json.inputs, isInput) || !isList(json.watch, isText)) return null;
  if (!isList(json.outputs, isOutput)) return null;
  if (!isBlobOrNull(json.stdout) || !isBlobOrNull(json.stderr)) return null;
  if (json.trees !== null && !isTrees(json.trees)) return null;
  return json as ActionEntry;
}

const isText = (value: unknown): boolean => typeof value === 'string';

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isInput(value: unknown): boolean {
  return Array.isArray(value) && isText(value[0]) && typeof value[1] === 'string' && isKey(value[1]);
}

function isOutput(value: unknown): boolean {
  const output = value as Partial<OutputFile> | null;
  return typeof output?.path === 'string' && typeof output.executable === 'boolean' && isBlob(output);
}

/** Whether parsed JSON is the digest and the length of a content. */
export function isBlob(value: unknown): boolean {
  const blob = value as Partial<Blob> | null;
  if (typeof blob?.sha256 !== 'string' || !isKey(blob.sha256)) return false;
  return Number.isSafeInteger(blob.bytes) && blob.bytes! >= 0 && blob.bytes! <= MAX_BLOB_BYTES;
}

const isBlobOrNull = (value: unknown): boolean => value === null || isBlob(value);
