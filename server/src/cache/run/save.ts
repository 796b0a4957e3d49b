import { rememberedLinks, settledPath } from '../inputs/settled-path';
import { byCodePoint } from '../inputs/path-bytes';
import type { Snapshot } from '../inputs/digests';
import type { CacheContext } from '../cache-context';
import { serializeL1Entry } from '../storage/l1-entry';
import { argumentsDigest, contractFingerprint, directoryDigests } from '../lookup/fingerprints';
import type { PortableHit } from '../lookup/found';
import { readRegularFile } from '../inputs/input-files';
import { changeSince, pinnedTrees, type Observed } from '../inputs/observe';
import {
  fromPortable,
  portableKey,
  toPortable,
  writePortable,
  type PortableEntry,
} from '../storage/portable-entry';
import { keysOfXml, underKey } from '../lookup/keys-of-xml';
import { inputDigest, type Prepared } from '../invocation/resolved-run';
import { sha256 } from '../codecs';
import { xmlFits } from '../lookup/usable-entry';
import {
  findL2,
  noteStored,
  writeL1,
  writeL2,
  type L2Check,
  type NewL2,
  type StoredL2,
} from '../storage/entries';
import type { StoreRoot } from '../storage/store-root';
import { resolveTokens, sameTrees, tokenize } from '../invocation/tree-pair';
import type { Trees } from '../api';
import type { NotStored } from '../../shared/reasons';
import { readTypeRecord, writeTypeRecord, type TypeRecord, type WrittenXml } from '../storage/type-record';

/** A finished run and its data for the store. */
export interface Finished {
  observed: Observed;
  /** When it began, by the file system's clock, in milliseconds since 1970. */
  beganMs: number;
  castxmlSeconds: number;
  /** The key of an entry that fits but could not be restored, if there is one. It is replaced. */
  unrestored: string | null;
}

/** The result of storing a run. */
export interface Saved {
  /** Null if no root accepted it. */
  root: StoreRoot | null;
  /** The key of its entry there. */
  l2: string;
  xml: Buffer;
  check: L2Check;
}

/** Stores a finished run in the first root that accepts it, or says why it must not be stored. */
export async function saveRun(cache: CacheContext, finished: Finished): Promise<Saved | NotStored> {
  const { observed } = finished;
  const { prepared } = observed;
  const output = readRegularFile(prepared.output);
  const xml = output?.bytes;
  if (!xml || xml.length === 0) return { kind: 'no-output', subject: prepared.output };
  const change = changeSince(cache, observed, finished.beganMs);
  if (change) return change;
  const { layout, trees } = observed.check;
  const check = {
    sha256: sha256(xml),
    bytes: xml.length,
    flags: prepared.flags,
    seconds: finished.castxmlSeconds,
    layout,
    ...(trees ? { trees, pinned: pinnedTrees(observed, xml), literals: [...observed.literals.keys()] } : {}),
  };
  const { format } = cache.options;
  const entry = { l1Key: prepared.l1, xml, format, check };
  let { l2 } = observed;
  const root = await firstAcceptingRoot(cache, cache.roots, async (candidate) => {
    l2 = await storeXml(candidate, entry, finished);
    noteStored(candidate, cache.now());
  });
  if (root) {
    await saveL1(cache, underKey(observed, l2), [root]);
    const { size: bytes, mtimeMs } = output.signature;
    recordXml(cache, prepared, l2, { bytes, mtimeMs, sha256: check.sha256 });
  }
  return { root, l2, xml, check };
}

/**
 * Stores an XML under the first of its keys that no other XML has, and returns the key. An entry that already has this XML is kept.
 * Throws the system's error.
 */
async function storeXml(
  root: StoreRoot,
  entry: Omit<NewL2, 'key'>,
  { observed, unrestored }: Finished,
): Promise<string> {
  const { layout, trees = null } = observed.check;
  const { flags } = observed.prepared;
  const [text, exact] = keysOfXml(observed);
  /** Whether the entry of the text has this XML. Null if there is none that can be used. */
  const isStored = (): boolean | null => {
    const found = findL2(root, text);
    if (!found || 'damaged' in found || text === unrestored) return null;
    return (found.check?.flags ?? flags) === flags && xmlFits(found, layout, trees);
  };
  const before = isStored();
  if (before ?? (await writeL2(root, { ...entry, key: text }, text === unrestored))) return text;
  // Another process may have stored an XML of the same text meanwhile.
  if (before === null && isStored()) return text;
  await writeL2(root, { ...entry, key: exact }, true);
  return exact;
}

/** Writes everything that leads to an L2 entry without a process, to the first root that accepts it. */
export async function saveL1(
  cache: CacheContext,
  observed: Observed,
  roots: readonly StoreRoot[],
): Promise<void> {
  const { prepared, l2, entry, check, timeDependent } = observed;
  await firstAcceptingRoot(cache, roots, (root) => {
    // Other implementations would use an entry that is valid only until the time changes.
    if (timeDependent === null) {
      if (cache.scheme === 'plain') writeL1(root, prepared.l1, l2, null);
      else {
        writeL1(root, prepared.l1, serializeL1Entry(entry), check);
        savePortable(observed, root);
      }
    }
    const record = typeRecord(prepared, l2);
    writeTypeRecord(root, prepared.output, timeDependent === null ? record : { ...record, timeDependent });
    noteStored(root, cache.now());
  });
}

/**
 * Records which entry's XML is now at the output. An XML does not name its entry. With this record, its length and mtime are
 * enough to recognize it. An entry without a check is not recorded, because its digest is not known.
 */
export function recordXml(
  { roots }: CacheContext,
  prepared: Prepared,
  l2: string,
  { sha256, ...written }: WrittenXml & { sha256: string | undefined },
): void {
  const { l1, output } = prepared;
  for (const root of roots) {
    const known = readTypeRecord(root, output);
    const record = known?.l1 === l1 && known.l2 === l2 ? known : typeRecord(prepared, l2);
    if (sha256 !== undefined && writeTypeRecord(root, output, { ...record, xml: { ...written, sha256 } }))
      return;
  }
}

/** Records why a run was not stored, to explain the next miss. */
export function saveNotStored(
  cache: CacheContext,
  prepared: Prepared,
  l2: string,
  notStored: NotStored,
): void {
  const [root] = cache.roots;
  if (root) writeTypeRecord(root, prepared.output, { ...typeRecord(prepared, l2), notStored });
}

function savePortable(observed: Observed, root: StoreRoot): void {
  const { prepared, check } = observed;
  if (check.trees) writePortable(root, portableKey(prepared, check.trees), portableOf(observed, check.trees));
}

/** The observations as a portable entry. */
export function portableOf(observed: Observed, trees: Trees): PortableEntry {
  const { prepared, entry, check, bound } = observed;
  const { watch, watchfp, probes, beside, layout, unread } = check;
  const isLink = rememberedLinks();
  const deps = entry.deps.map(([dep, digest]) => {
    return [tokenize(settledPath(prepared.invocation.cwd, dep, isLink), trees), digest] as const;
  });
  const portable = toPortable(
    { watch, watchfp, probes, beside, layout, ...(unread ? { unread } : {}) },
    trees,
  );
  return { ...portable, l2Key: entry.l2Key, deps, bound };
}

/**
 * Writes the contract's L1 entry for these trees after a portable hit, so that other implementations hit too. If the text
 * contains a path of the trees, its L2 key is valid only for the trees that made it, and no other entry may name it.
 */
export async function saveL1OfPortable(
  cache: CacheContext,
  prepared: Prepared,
  hit: PortableHit,
  l2: StoredL2,
  snapshot: Snapshot,
): Promise<void> {
  const { entry, trees } = hit;
  if (entry.bound && !(l2.check?.trees && sameTrees(l2.check.trees, trees))) return;
  const { digests } = cache;
  const deps = entry.deps
    .map(([dep, digest]) => [resolveTokens(dep, trees), digest] as const)
    .sort((a, b) => byCodePoint(a[0], b[0]));
  const { watch, watchfp, probes, beside, layout, unread } = fromPortable(entry, trees);
  const l1 = { l2Key: entry.l2Key, deps, incfp: contractFingerprint(prepared, { digests, snapshot }) };
  const check = {
    ...{ watch, watchfp, probes, beside, trees },
    layout: { ...layout, source: '', exact: '' },
    ...(unread ? { unread } : {}),
    surroundings: prepared.surroundingsDigest,
    includes: directoryDigests(prepared, digests, snapshot),
  };
  await firstAcceptingRoot(cache, cache.roots, (root) => {
    writeL1(root, prepared.l1, serializeL1Entry(l1), check);
    writeTypeRecord(root, prepared.output, typeRecord(prepared, entry.l2Key));
  });
}

function typeRecord(prepared: Prepared, l2: string): TypeRecord {
  return {
    l1: prepared.l1,
    l2,
    castxml: prepared.castxmlHash,
    compiler: prepared.surroundings.compiler?.digest ?? '',
    responseFile: inputDigest(prepared.responseBytes),
    source: inputDigest(prepared.sourceBytes),
    arguments: argumentsDigest(prepared),
  };
}

/**
 * The first root that accepts the data, or null. A root that rejects it causes a warning only if no other root accepts it.
 */
export async function firstAcceptingRoot(
  cache: CacheContext,
  roots: readonly StoreRoot[],
  write: (root: StoreRoot) => void | Promise<void>,
): Promise<StoreRoot | null> {
  const refusals: string[] = [];
  for (const root of roots)
    try {
      await write(root);
      return root;
    } catch (error) {
      refusals.push(`cannot write to the store ${root.path}: ${(error as Error).message}`);
    }
  if (refusals[0] !== undefined) cache.warn(refusals[0], roots[0]?.path);
  return null;
}
