import { rememberedLinks, settledPath, absolutePath } from './settled-path';
import path from 'node:path';
import { takeSnapshot } from './digests';
import { prepareNow, type CacheContext } from '../cache-context';
import { CannotTell, readRegularFile } from './input-files';
import { findProgram } from '../invocation/find-program';
import { markedFiles, stripLineMarkers } from './line-markers';
import type { L1Check, L1Entry } from '../storage/l1-entry';
import { contentsDigest, layoutOf } from './text-layout';
import { codeDigest } from '../places/code-digest';
import { besideSource, contractFingerprint, directoryDigests, watchName } from '../lookup/fingerprints';
import { computedTrees, pathLiterals, type PathLiterals } from './path-dependence';
import type { Prepared } from '../invocation/resolved-run';
import {
  shadowingFileSince,
  probedNames,
  relevantNames,
  watchDirectories,
  watchFingerprint,
} from './include-space';
import { timeDependence } from './time-macros';
import { mentionedTrees } from '../invocation/tree-pair';
import type { Trees } from '../api';
import type { NotStored } from '../../shared/reasons';

/** The inputs of one run, as they were right after the preprocessor had read them. */
export interface Observed {
  prepared: Prepared;
  l2: string;
  entry: L1Entry;
  check: Omit<L1Check, 'of'>;
  /** The file that keeps the run out of L1, because its text contains a date or a time. Null if there is none. */
  timeDependent: string | null;
  /** The preprocessed text contains a path of the trees. */
  bound: boolean;
  /** The occurrences of the trees' paths outside line markers. */
  literals: PathLiterals;
  /** The trees that a file which was read names in its own text. */
  named: readonly (keyof Trees)[];
}

/** The files that a run read, or why they are unknown. If they are unknown, the run must not be stored. */
export function observe(
  cache: CacheContext,
  prepared: Prepared,
  text: Buffer,
  l2: string,
): Observed | NotStored {
  try {
    return observeText(cache, prepared, text, l2);
  } catch (error) {
    cache.warn(`cannot tell what ${prepared.source} reads: ${(error as Error).message}`, 'run');
    return { kind: 'unreadable', subject: error instanceof CannotTell ? error.subject : prepared.source };
  }
}

function observeText(
  cache: CacheContext,
  prepared: Prepared,
  text: Buffer,
  l2: string,
): Observed | NotStored {
  const { digests } = cache;
  const { cwd } = prepared.invocation;
  const snapshot = takeSnapshot();
  const trees = prepared.trees();
  const isLink = rememberedLinks();
  const named = markedFiles(text).map(({ path: name, entered }) => {
    const file = settledPath(cwd, name, isLink);
    return { name, file, entered, state: digests.file(file, snapshot) };
  });
  const lost = named.find(({ entered, state }) => entered && state.digest === '');
  if (lost) return { kind: 'input-not-found', subject: lost.file };
  // A file that a `#line` names but that does not exist was not read, so its position does not matter.
  const read = named.filter(({ state }) => state.digest !== '');
  const files = read.map(({ file }) => file);
  const states = read.map(({ state }) => state);
  const probing = files.filter((_, i) => states[i]?.probesFiles);
  const probes = [...new Set(probing.flatMap((file) => probedNames(readText(file))))].sort();
  const space = { deps: files, source: prepared.source, probes, searchDirectories: prepared.searchDirs() };
  const watch = watchDirectories(space, digests, snapshot);
  const mentions = files.find((_, i) => states[i]?.timeMacros) ?? null;
  const code = trees ? codeDigest(text, trees) : undefined;
  const check = {
    surroundings: prepared.surroundingsDigest,
    watch,
    watchfp: watchFingerprint(watch, relevantNames([...files, ...probes], trees), trees, digests, snapshot),
    probes,
    beside: besideSource(prepared, () => files),
    includes: directoryDigests(prepared, digests, snapshot),
    layout: {
      ...layoutOf(text, prepared.source, trees),
      contents: contentsDigest(
        read.map(({ file, state }) => [file, state.digest]),
        trees,
      ),
      ...(code === undefined ? {} : { code }),
    },
    ...(read.length < named.length ? { unread: true } : {}),
    ...(trees ? { trees } : {}),
  };
  digests.noteFingerprint(watchName(check.watchfp, trees), watch, snapshot, check.watchfp);
  const literals = trees === null ? new Map() : pathLiterals(stripLineMarkers(text), trees);
  return {
    prepared,
    l2,
    entry: {
      l2Key: l2,
      deps: named.map(({ name, state }) => [name, state.digest] as const),
      incfp: contractFingerprint(prepared, { digests, snapshot }),
    },
    check,
    timeDependent: timeDependence(text, mentions, cache.now()) ? (mentions ?? prepared.source) : null,
    bound: trees !== null && mentionedTrees(text, trees).length > 0,
    literals,
    named: trees === null || literals.size === 0 ? [] : treesNamedIn(files, trees),
  };
}

function treesNamedIn(files: readonly string[], trees: Trees): (keyof Trees)[] {
  const named = new Set<keyof Trees>();
  // If the file was removed, another check notices it.
  for (const file of files)
    for (const tree of mentionedTrees(readRegularFile(file)?.bytes ?? NOTHING, trees)) named.add(tree);
  return [...named];
}

const NOTHING = Buffer.alloc(0);

const readText = (file: string): string => readRegularFile(file)?.bytes.toString('latin1') ?? '';

/**
 * The file that changed while castxml ran, so that castxml may have read other content than was observed. Null if no file
 * was touched since the run began, at `beganMs` on the file system's clock. Comparing only the content is not enough,
 * because a file may have changed and changed back.
 */
export function changeSince(cache: CacheContext, observed: Observed, beganMs: number): NotStored | null {
  try {
    return findChange(cache, observed, beganMs);
  } catch (error) {
    if (error instanceof CannotTell) return { kind: 'unreadable', subject: error.subject };
    throw error;
  }
}

function findChange(cache: CacheContext, observed: Observed, beganMs: number): NotStored | null {
  const changed = (subject: string): NotStored => ({ kind: 'input-changed', subject });
  const { digests } = cache;
  const before = observed.prepared;
  const now = prepareNow(cache, before.invocation);
  if (now?.l1 !== before.l1 || now.surroundingsDigest !== before.surroundingsDigest)
    return changed(before.source);
  const snapshot = takeSnapshot();
  const { cwd } = before.invocation;
  const touched = (file: string): boolean => {
    const { signature } = digests.file(file, snapshot);
    return signature !== null && signature.ctimeMs > beganMs - digests.slackMs(path.dirname(file));
  };
  const isLink = rememberedLinks();
  const files: string[] = [];
  for (const [name, digest] of observed.entry.deps) {
    const file = settledPath(cwd, name, isLink);
    if (digests.file(file, snapshot).digest !== digest || touched(file)) return changed(file);
    if (digest !== '') files.push(file);
  }
  const tool = toolFiles(cache, now).find(touched);
  if (tool !== undefined) return changed(tool);
  const space = { deps: files, probes: observed.check.probes };
  const { watch, watchfp, beside, trees } = observed.check;
  const relevant = relevantNames([...files, ...space.probes], trees ?? null);
  const folder = path.dirname(before.source);
  if (watchFingerprint(watch, relevant, trees ?? null, digests, snapshot) !== watchfp)
    return { kind: 'directory-busy', subject: watch[0] ?? folder };
  if (besideSource(now, () => files).join('\0') !== beside.join('\0')) return changed(folder);
  const busy = changedIncludeDirectory(now, observed, cache);
  if (busy !== null) return { kind: 'directory-busy', subject: busy };
  // If a name was added and removed again, only its directory shows it. This check is not possible for the directory that
  // castxml itself writes to.
  const own = path.dirname(now.output);
  const stirred = watch.find((directory) => {
    if (directory === own) return false;
    const { signature, trusted } = digests.directorySignature(directory, snapshot);
    return trusted && signature !== null && signature.ctimeMs > beganMs;
  });
  if (stirred !== undefined) return { kind: 'directory-busy', subject: stirred };
  const file = shadowingFileSince(watch, space, beganMs, digests, snapshot);
  return file === null ? null : changed(file);
}

/** The first include directory whose names differ from the observed ones, or null if there is none. */
function changedIncludeDirectory(
  now: Prepared,
  observed: Observed,
  { digests }: CacheContext,
): string | null {
  const snapshot = takeSnapshot();
  if (contractFingerprint(now, { digests, snapshot }) === observed.entry.incfp) return null;
  const names = directoryDigests(now, digests, snapshot);
  const at = names.findIndex((digest, i) => digest !== observed.check.includes[i]);
  return now.includeDirs[Math.max(at, 0)] ?? now.source;
}

/** The inputs of a run besides headers: castxml, its response files, and the compiler that it emulates. */
function toolFiles(cache: CacheContext, { invocation, responseFile, surroundings }: Prepared): string[] {
  const { castxml, cwd } = invocation;
  return [
    findProgram(castxml, cwd, cache.environment),
    responseFile,
    surroundings.compiler?.file,
    ...surroundings.responseFiles.map(([file]) => absolutePath(cwd, file)),
  ].filter((file) => typeof file === 'string');
}

/**
 * The trees that must not move for an XML to stay right: those that a file names in its own text, and those whose path may
 * affect a computed value in the XML. If only a comment names a tree, as in ITK's itk_eigen.h, the tree is not in the
 * preprocessed text, and so not in the XML.
 */
export function pinnedTrees(observed: Observed, xml: Buffer): (keyof Trees)[] {
  const { trees } = observed.check;
  if (!trees || observed.literals.size === 0) return [];
  const computed = computedTrees(observed.literals, xml, trees);
  const named = observed.named.filter((tree) => observed.literals.has(tree));
  return [...new Set([...computed, ...named])].sort();
}
