import path from 'node:path';
import { keyArguments } from '../invocation/castxml-arguments';
import { sortByCodePoint } from '../inputs/path-bytes';
import type { Digests, Snapshot } from '../inputs/digests';
import { absolutePath, CannotTell, type Signature } from '../inputs/input-files';
import { includeFingerprint } from '../inputs/directory-fingerprint';
import { isKey, parseL1Entry, type IncludeCheck, type L1Check, type L1Entry } from '../storage/l1-entry';
import { layoutAgrees, type TextLayout } from '../inputs/line-markers';
import type { ManifestPool } from './manifest-pool';
import {
  fromPortable,
  portableKey,
  readPortable,
  type PortableEntry,
  type StoredPortable,
} from '../storage/portable-entry';
import { inputDigest, type Prepared } from '../invocation/resolved-run';
import { sha256 } from '../codecs';
import {
  namesBeside,
  newcomer,
  relevantNames,
  watchDirectories,
  watchFingerprint,
} from '../inputs/include-space';
import { findL2, readL1, storedMs, type L2Check, type StoredL1, type StoredL2 } from '../storage/store';
import { L1_ENTRY, l1Folder } from '../storage/store-names';
import type { StoreRoot } from '../storage/store-root';
import { readTypeRecord } from '../storage/type-record';
import { resolveTokens, TREES } from '../invocation/tree-pair';
import { isSpelledAlike } from '../inputs/c-string';
import type { Scheme, Trees } from '../api';
import type { MissReason } from '../../shared/reasons';

export interface LookupContext {
  digests: Digests;
  snapshot: Snapshot;
  roots: readonly StoreRoot[];
  scheme: Scheme;
  /** For many look-ups in one process. */
  manifests?: ManifestPool;
}

/** What the store says of a run before any process. */
export interface L1Lookup {
  /** `hit`: verified; `unverified`: an entry of the `plain` scheme. */
  state: 'hit' | 'unverified' | 'miss';
  /** Set where `state` is `miss`. */
  reason?: MissReason;
  /** True where the entry fails on something that cannot have changed the preprocessed text. */
  sameText?: boolean;
  l2Key?: string;
  entry?: L1Entry;
  /** What this implementation recorded beside a hit's entry, and the signatures of both files as they were read. */
  check?: L1Check;
  signatures?: readonly Signature[];
  /** The root that holds the L1 entry, or the portable one. */
  root?: StoreRoot;
  /** The L2 entry that it leads to. */
  l2?: StoredL2;
  /** The trees of the run, where the entry says them: the XML's paths are translated for them. */
  trees?: Trees;
  /** Set where the portable index made it a hit. */
  portable?: PortableHit;
}

/** An entry of the portable index that holds. */
export interface PortableHit {
  /** In its root. */
  name: string;
  entry: PortableEntry;
  trees: Trees;
  /** All entries of the key that are in its root. */
  entries?: readonly StoredPortable[];
}

/** Looks in the contract's L1, and then in the portable index. */
export function lookUp(prepared: Prepared, context: LookupContext): L1Lookup {
  try {
    const found = lookUpL1(prepared, context);
    if (found.state !== 'miss' || context.scheme === 'plain') return found;
    return lookUpPortable(prepared, context) ?? found;
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error;
    return { state: 'miss', reason: { kind: 'unreadable', subject: error.subject } };
  }
}

/** Looks for an L1 entry that holds, in the order of the roots. Of several that fail, the first one's reason counts. */
function lookUpL1(prepared: Prepared, context: LookupContext): L1Lookup {
  let failed: L1Lookup | null = null;
  for (const root of context.roots) {
    const stored = readL1(root, prepared.l1);
    if (!stored) continue;
    const file = root.file(`${l1Folder(prepared.l1)}/${L1_ENTRY}`);
    const found =
      context.scheme === 'plain'
        ? lookUpPlain(stored.bytes.toString('utf8'), file, prepared, context)
        : verify(stored, file, prepared, context);
    if (found.state !== 'miss') return { ...found, root };
    failed ??= { ...found, root };
  }
  return failed ?? { state: 'miss', reason: reasonWithoutEntry(prepared, context) };
}

/** Looks for an entry of the portable index whose files, taken where they lie here, are all as it records them. */
function lookUpPortable(prepared: Prepared, context: LookupContext): L1Lookup | null {
  if (!(prepared.sourceBytes instanceof Buffer)) return null;
  let key: string | null = null;
  for (const root of context.roots) {
    if (!root.stat('p1')) continue;
    const trees = prepared.trees();
    if (!trees) return null;
    key ??= portableKey(prepared, trees);
    const entries = readPortable(root, key);
    for (const { name, entry } of entries) {
      if (!verifyPortable(entry, trees, prepared, context)) continue;
      const layout = { ...entry.layout, exact: '', source: '' };
      const l2 = findUsableL2(entry.l2Key, prepared, context.roots, (l2) => xmlFits(l2, layout, trees));
      if ('reason' in l2 || !l2.check?.trees) continue;
      return { state: 'hit', l2Key: entry.l2Key, l2, root, trees, portable: { name, entry, trees, entries } };
    }
  }
  return null;
}

/** Whether every file that a portable entry names, taken where it lies here, is as it records it. */
export function verifyPortable(
  entry: PortableEntry,
  trees: Trees,
  prepared: Prepared,
  context: LookupContext,
): boolean {
  const deps = entry.deps.map(([dep, digest]) => [resolveTokens(dep, trees), digest] as const);
  if (changedDependency(deps, entry, prepared, context)) return false;
  const read = entry.deps.filter(([, digest]) => digest !== '').map(([dep]) => dep);
  const names = (): Set<string> => relevantNames([...read, ...entry.probes], null);
  return changedIncludeSpace(deps, fromPortable(entry, trees), trees, prepared, context, names) === null;
}

/** An L1 entry with its check, where it holds; null where it does not. */
export function verifyL1(
  text: string,
  check: L1Check,
  prepared: Prepared,
  context: LookupContext,
): L1Entry | null {
  const entry = parseL1Entry(text);
  if (!entry || check.surroundings !== prepared.surroundingsDigest) return null;
  const changed =
    changedDependency(entry.deps, check, prepared, context) ??
    changedIncludeSpace(entry.deps, check, check.trees ?? null, prepared, context);
  return changed === null && contractFingerprint(prepared, context) === entry.incfp ? entry : null;
}

function lookUpPlain(text: string, file: string, prepared: Prepared, context: LookupContext): L1Lookup {
  const l2Key = text.trim();
  if (!isKey(l2Key)) return { state: 'miss', reason: { kind: 'corrupt', subject: file } };
  const l2 = findUsableL2(l2Key, prepared, context.roots);
  return 'reason' in l2 ? { state: 'miss', l2Key, ...l2 } : { state: 'unverified', l2Key, l2 };
}

function verify(stored: StoredL1, file: string, prepared: Prepared, context: LookupContext): L1Lookup {
  const { bytes, check, mtimeMs: writtenMs, signatures } = stored;
  const entry = context.manifests?.read(bytes) ?? parseL1Entry(bytes.toString('utf8'));
  if (!entry) return { state: 'miss', reason: { kind: 'corrupt', subject: file } };
  const known = { l2Key: entry.l2Key, entry };
  const madeMs = check ? writtenMs : entryMadeMs(entry, writtenMs, context.roots);
  const changed =
    changedSurroundings(prepared, check, madeMs) ??
    changedDependency(entry.deps, check, prepared, context) ??
    (check
      ? changedIncludeSpace(entry.deps, check, check.trees ?? null, prepared, context)
      : newcomerSince(entry, madeMs - LONGEST_RUN_MS, prepared, context));
  if (changed) return { state: 'miss', reason: changed, ...known };
  if (contractFingerprint(prepared, context) !== entry.incfp) {
    const subject = changedDirectory(check, writtenMs, prepared, context);
    return {
      state: 'miss',
      reason: { kind: 'include-directory-changed', subject },
      sameText: true,
      ...known,
    };
  }
  const fits = (l2: StoredL2): boolean => xmlFits(l2, check?.layout ?? null, check?.trees ?? null);
  const l2 = findUsableL2(entry.l2Key, prepared, context.roots, fits);
  if ('reason' in l2) return { state: 'miss', ...l2, ...known };
  const ours = check ? { check, signatures, ...(check.trees ? { trees: check.trees } : {}) } : {};
  return { state: 'hit', l2, ...known, ...ours };
}

/**
 * Whether an entry's XML is right for text of this layout in these trees, once its paths are translated. What is not
 * recorded cannot be compared: then the contract alone decides.
 */
export function xmlFits(
  l2: { check: L2Check | null },
  layout: TextLayout | null,
  trees: Trees | null,
): boolean {
  if (!l2.check) return true;
  if (layout && !layoutAgrees(l2.check.layout, layout)) return false;
  const { trees: madeIn, pinned = [], literals } = l2.check;
  if (!madeIn || !trees) return true;
  return TREES.every((tree) => {
    if (madeIn[tree] === trees[tree]) return true;
    if (pinned.includes(tree)) return false;
    // Only where no literal holds the path is it in the XML in one spelling alone.
    return (
      literals?.includes(tree) === false || (isSpelledAlike(madeIn[tree]) && isSpelledAlike(trees[tree]))
    );
  });
}

/**
 * The L2 entry of a key in any root, or why there is none. Entries made with other flags, and those that do not fit,
 * are passed over.
 */
export function findUsableL2(
  key: string,
  prepared: Pick<Prepared, 'flags'>,
  roots: readonly StoreRoot[],
  fits: (l2: StoredL2) => boolean = () => true,
): StoredL2 | { reason: MissReason; replaceable?: boolean } {
  let reason: MissReason = { kind: 'evicted' };
  let replaceable = false;
  for (const root of roots) {
    const found = findL2(root, key);
    if (!found) continue;
    if ('damaged' in found) reason = { kind: 'corrupt', subject: found.damaged };
    else if (found.check && found.check.flags !== prepared.flags)
      reason = { kind: 'flags-changed', subject: found.root.file(found.name) };
    else if (fits(found)) return found;
    replaceable = true;
  }
  return { reason, replaceable };
}

/** The compiler, further response files and variables; an entry without a check can only be judged by its age. */
function changedSurroundings(
  prepared: Prepared,
  check: L1Check | null,
  writtenMs: number,
): MissReason | null {
  const { surroundings } = prepared;
  const { compiler } = surroundings;
  if (check) {
    if (check.surroundings === prepared.surroundingsDigest) return null;
    const other = surroundings.responseFiles[0]?.[0] ?? surroundings.environment[0];
    if (compiler && !other) return { kind: 'compiler-changed', subject: compiler.file };
    return { kind: 'flags-changed', subject: other ?? prepared.source };
  }
  if (compiler && compiler.ctimeMs > writtenMs) return { kind: 'compiler-changed', subject: compiler.file };
  const unseen = surroundings.responseFiles[0]?.[0] ?? surroundings.environment[0];
  return unseen === undefined ? null : { kind: 'flags-changed', subject: unseen };
}

function changedDependency(
  deps: L1Entry['deps'],
  check: Pick<IncludeCheck, 'unread'> | null,
  prepared: Prepared,
  context: LookupContext,
): MissReason | null {
  const { cwd, contents } = prepared.invocation;
  // Without destructuring: this loop over hundreds of files runs once in a cold process, where that counts.
  for (const dep of deps) {
    const file = absolutePath(cwd, dep[0]);
    const given = contents?.get(file);
    const digest = given ? sha256(given) : context.digests.file(file, context.snapshot).digest;
    // A file that was read but never found (its name was misunderstood, it was gone) can change unseen.
    if (dep[1] === '' && !check?.unread) return { kind: 'input-missing', subject: file };
    if (digest !== dep[1])
      return { kind: digest === '' ? 'header-removed' : 'header-changed', subject: file };
  }
  return null;
}

function changedIncludeSpace(
  deps: L1Entry['deps'],
  check: IncludeCheck & { includes?: readonly string[] },
  trees: Trees | null,
  prepared: Prepared,
  context: LookupContext,
  names?: () => ReadonlySet<string>,
): MissReason | null {
  const { digests, snapshot } = context;
  const compute = (): string => {
    const relevant = names?.() ?? relevantNames([...absolute(deps, prepared), ...check.probes], trees);
    return watchFingerprint(check.watch, relevant, trees, digests, snapshot);
  };
  const now = digests.fingerprint(watchName(check.watchfp, trees), check.watch, snapshot, compute);
  if (now !== check.watchfp) {
    const subject = changedDirectory(check, 0, prepared, context);
    return { kind: 'include-directory-changed', subject };
  }
  const beside = besideSource(prepared, () => absolute(deps, prepared));
  if (beside.join('\0') === check.beside.join('\0')) return null;
  const moved = [...beside, ...check.beside].find(
    (item) => beside.includes(item) !== check.beside.includes(item),
  );
  return {
    kind: 'include-directory-changed',
    subject: path.resolve(path.dirname(prepared.source), moved ?? '.'),
  };
}

/** Under which name the index remembers the fingerprint of a list of watched directories. */
export function watchName(recorded: string, trees: Trees | null): string {
  return `watch:${trees?.build ?? ''}:${trees?.source ?? ''}:${recorded}`;
}

/** A file that came while castxml ran may have been missed by it: it is as suspect as one that came later. */
const LONGEST_RUN_MS = 60_000;

/**
 * When an entry without a check was made, at the latest, in milliseconds since 1970. Its own mtime does not tell: each hit
 * moves that on, also a hit of an implementation that did not see what has changed since. The XML that it leads to was
 * stored before it, and nothing touches the description beside that XML.
 */
function entryMadeMs(entry: L1Entry, writtenMs: number, roots: readonly StoreRoot[]): number {
  return Math.min(writtenMs, ...roots.map((root) => storedMs(root, entry.l2Key) ?? writtenMs));
}

/** For entries of other implementations: whatever could make a difference must be older than the entry. */
function newcomerSince(
  entry: L1Entry,
  writtenMs: number,
  prepared: Prepared,
  context: LookupContext,
): MissReason | null {
  const { digests, snapshot } = context;
  const deps = absolute(entry.deps, prepared);
  const dated = [prepared.source, ...deps].find((file) => digests.file(file, snapshot).timeMacros);
  if (dated !== undefined) return { kind: 'time-dependent', subject: dated };
  const space = { deps, source: prepared.source, searchDirectories: prepared.searchDirs(), probes: [] };
  const watch = watchDirectories(space, digests, snapshot);
  const file = newcomer([...watch, path.dirname(prepared.source)], space, writtenMs, digests, snapshot);
  return file === null ? null : { kind: 'include-directory-changed', subject: file };
}

export function besideSource(prepared: Prepared, deps: () => readonly string[]): string[] {
  const { sourceBytes } = prepared;
  return sourceBytes instanceof Buffer
    ? namesBeside(prepared.source, sourceBytes.toString('latin1'), deps)
    : [];
}

/** The files that were read, absolute. */
function absolute(deps: L1Entry['deps'], prepared: Prepared): string[] {
  const read = deps.filter((dep) => dep[1] !== '');
  return read.map((dep) => absolutePath(prepared.invocation.cwd, dep[0]));
}

/** `incfp` as it is now. */
export function contractFingerprint(
  prepared: Prepared,
  context: Omit<LookupContext, 'roots' | 'scheme'>,
): string {
  const { digests, snapshot } = context;
  const { cwd } = prepared.invocation;
  const absolute = prepared.includeDirs.map((directory) => absolutePath(cwd, directory));
  const compute = (): string =>
    includeFingerprint(prepared.includeDirs, (directory) =>
      digests.list(absolutePath(cwd, directory), snapshot),
    );
  return digests.fingerprint(`incfp:${sha256(prepared.includeDirs.join('\0'))}`, absolute, snapshot, compute);
}

/** One short digest for each include directory's names, for `_check.json`. */
export function directoryDigests(prepared: Prepared, digests: Digests, snapshot: Snapshot): string[] {
  return prepared.includeDirs.map((directory) => {
    const listed = digests.list(absolutePath(prepared.invocation.cwd, directory), snapshot);
    const names = sortByCodePoint([...listed]);
    return sha256(names.join('\0')).slice(0, 12);
  });
}

/** The include directory whose entries changed, as far as it can be told. */
function changedDirectory(
  check: { includes?: readonly string[]; watch: readonly string[] } | null,
  writtenMs: number,
  prepared: Prepared,
  context: LookupContext,
): string {
  const { digests, snapshot } = context;
  const absolute = prepared.includeDirs.map((directory) => absolutePath(prepared.invocation.cwd, directory));
  if (check?.includes?.length === absolute.length) {
    const now = directoryDigests(prepared, digests, snapshot);
    const at = now.findIndex((digest, i) => digest !== check.includes?.[i]);
    if (at >= 0) return absolute[at] ?? '';
  }
  const changedMs = (directory: string): number =>
    digests.directorySignature(directory, snapshot).signature?.mtimeMs ?? 0;
  const candidates = [...absolute, ...(check?.watch ?? [])].sort((a, b) => changedMs(b) - changedMs(a));
  return candidates.find((directory) => changedMs(directory) > writtenMs) ?? candidates[0] ?? prepared.source;
}

/** Why there is no L1 entry: by what the last run for this output was made of. */
function reasonWithoutEntry(prepared: Prepared, context: LookupContext): MissReason {
  const record = context.roots
    .map((root) => readTypeRecord(root, prepared.output))
    .find((candidate) => candidate !== null);
  if (!record) return { kind: 'never-cached' };
  if (record.castxml !== prepared.castxmlHash)
    return { kind: 'castxml-changed', subject: prepared.invocation.castxml };
  if (record.source !== inputDigest(prepared.sourceBytes))
    return { kind: 'source-changed', subject: prepared.source };
  if (record.responseFile !== inputDigest(prepared.responseBytes))
    return { kind: 'flags-changed', subject: prepared.responseFile ?? prepared.source };
  const compiler = prepared.surroundings.compiler;
  if (compiler && record.compiler !== compiler.digest)
    return { kind: 'compiler-changed', subject: compiler.file };
  if (record.arguments !== argumentsDigest(prepared))
    return { kind: 'flags-changed', subject: prepared.output };
  if (record.timeDependent !== undefined) return { kind: 'time-dependent', subject: record.timeDependent };
  if (record.notStored)
    return { kind: 'not-stored', subject: record.notStored.subject, because: record.notStored.kind };
  return { kind: 'evicted' };
}

export function argumentsDigest(prepared: Prepared): string {
  return sha256(keyArguments(prepared.parsed.passthrough).join('\0'));
}
