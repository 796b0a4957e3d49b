import { keyArguments } from '../invocation/castxml-arguments';
import { asciiJson, encodeText } from '../inputs/path-bytes';
import type { Signature } from '../inputs/input-files';
import type { InputBytes } from '../keys';
import { isIncludeCheck, type IncludeCheck } from './l1-entry';
import type { Prepared } from '../invocation/resolved-run';
import { sha256 } from '../codecs';
import { addEntryOfKey, entriesOfKey } from './entries-of-key';
import { PORTABLE_ENTRY, portableFolder } from './store-names';
import type { StoreRoot } from './store-root';
import { resolveTokens, tokenize, tokenizeFlags } from '../invocation/tree-pair';
import type { Trees } from '../api';

/**
 * A portable entry names files relative to the source tree and the build tree. Another checkout or build directory computes
 * the same key, and finds that its own files match the record, without starting a process.
 *
 * One key may have several entries, because the contents of the headers are not part of it, and differ between branches.
 */
export interface PortableEntry extends IncludeCheck {
  l2Key: string;
  /** The path with tokens and the SHA-256 of every file that was read. */
  deps: readonly (readonly [path: string, digest: string])[];
  /**
   * True if the preprocessed text itself contains a tree's path (`__FILE__`). Its L2 key is then valid only for that tree.
   */
  bound: boolean;
}

/** A portable entry in a root. */
export interface StoredPortable {
  /** Its name in the root. */
  name: string;
  entry: PortableEntry;
  /** The file's signature when it was read. */
  signature: Signature;
}

const MAX_BYTES = 64 << 20;

/** The key of a run, with tokens for its trees. */
export function portableKey(prepared: Prepared, trees: Trees): string {
  const parts: (string | Buffer)[] = [
    'p1',
    prepared.castxmlHash,
    prepared.surroundingsDigest,
    tokenizedInput(prepared.responseBytes, trees),
    tokenizedInput(prepared.sourceBytes, trees),
    ...keyArguments(prepared.parsed.passthrough).map((argument) => tokenizeFlags(argument, trees)),
  ];
  // A length precedes each part, because tokens contain the usual delimiter.
  const framed = parts.flatMap((part) => {
    const bytes = typeof part === 'string' ? encodeText(part) : part;
    return [Buffer.from(`${bytes.length}\n`), bytes];
  });
  return sha256(Buffer.concat(framed));
}

function tokenizedInput(bytes: InputBytes, trees: Trees): string | Buffer {
  return bytes instanceof Buffer ? tokenizeFlags(bytes.toString('latin1'), latinTrees(trees)) : (bytes ?? '');
}

/** The paths of trees as Latin-1 text of their bytes, so that input in any encoding keeps every byte. */
function latinTrees(trees: Trees): Trees {
  const latin = (text: string): string => encodeText(text).toString('latin1');
  return { source: latin(trees.source), build: latin(trees.build) };
}

/** The entries of a key in a root, the most recently used first. */
export function readPortable(root: StoreRoot, key: string): StoredPortable[] {
  const found: StoredPortable[] = [];
  for (const name of entriesOfKey(root, portableFolder(key), PORTABLE_ENTRY)) {
    const content = root.read(name, MAX_BYTES);
    const entry = content && parsePortableEntry(content.bytes.toString('utf8'));
    if (entry) found.push({ name, entry, signature: content.signature });
  }
  return found.sort((a, b) => b.signature.mtimeMs - a.signature.mtimeMs);
}

/** Adds an entry and returns its name in the root. Throws an error if the root cannot be written. */
export function writePortable(root: StoreRoot, key: string, entry: PortableEntry): string {
  const digest = sha256(JSON.stringify([entry.deps, entry.watchfp]));
  return addEntryOfKey(root, portableFolder(key), PORTABLE_ENTRY, { digest, text: asciiJson(entry) });
}

/** Parses a portable entry. Null if the text is not one. */
export function parsePortableEntry(text: string): PortableEntry | null {
  try {
    const json = JSON.parse(text) as Partial<PortableEntry> | null;
    if (!json || typeof json.l2Key !== 'string' || typeof json.bound !== 'boolean') return null;
    if (!Array.isArray(json.deps) || !json.deps.every(isDependency) || !isIncludeCheck(json)) return null;
    return json as PortableEntry;
  } catch {
    return null;
  }
}

function isDependency(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string';
}

/** An include check with tokens for the trees. */
export function toPortable<T extends IncludeCheck>(check: T, trees: Trees): T {
  return { ...check, watch: check.watch.map((directory) => tokenize(directory, trees)) };
}

/** The inverse of `toPortable`. */
export function fromPortable<T extends IncludeCheck>(check: T, trees: Trees): T {
  return { ...check, watch: check.watch.map((directory) => resolveTokens(directory, trees)) };
}
