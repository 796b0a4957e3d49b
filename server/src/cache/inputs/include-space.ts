import path from 'node:path';
import { encodeText, sortByCodePoint } from './path-bytes';
import type { Digests, Snapshot } from './digests';
import { lstatOrNull, statOrTell } from './input-files';
import { rememberedLinks, settledPath } from './settled-path';
import { newHash } from '../codecs';
import { tokenize } from '../invocation/tree-pair';
import type { Trees } from '../api';

/*
 * The file that an `#include` finds also depends on files that were not read. A new file in an earlier directory, in a
 * subdirectory that an include names (`sub/x.h`), or next to the including file shadows the one that was read. The
 * contract's `incfp` covers new names in the include directories themselves. This file covers the rest.
 */

/** The files and names that a run examined, as absolute paths. */
export interface IncludeSpace {
  deps: readonly string[];
  /** The source of the run, which is one of `deps`. */
  source: string;
  /** Directories from `-I` and similar flags. */
  searchDirectories: readonly string[];
  /** Names that headers query with `__has_include`. */
  probes: readonly string[];
}

/** Directories that compilers search although nothing names them. They are often empty until someone installs something. */
const IMPLICIT_DIRECTORIES = ['/usr/local/include'];

/**
 * Every directory whose entries decide which file an include finds. These are the search directories, the directories of the
 * files that were read (a quoted include looks there first), and the subdirectories in them that an include named.
 */
export function watchDirectories(space: IncludeSpace, digests: Digests, snapshot: Snapshot): string[] {
  const starts = new Set(space.searchDirectories);
  for (const directory of IMPLICIT_DIRECTORIES) starts.add(directory);
  // A build constantly writes next to its generated sources, so `namesBeside` checks single names there.
  const homes = new Set(space.deps.filter((dep) => dep !== space.source).map((dep) => path.dirname(dep)));
  for (const home of homes) {
    starts.add(home);
    if (!space.searchDirectories.some((directory) => home.startsWith(directory)))
      starts.add(path.dirname(home));
  }
  const watched = new Set(starts);
  const named = new Map<string, string[][]>();
  for (const components of namedSubdirectories(space, homes, starts)) {
    const first = components[0] ?? '';
    named.set(first, [...(named.get(first) ?? []), components]);
  }
  for (const start of starts)
    for (const entry of digests.list(start, snapshot))
      for (const components of named.get(entry) ?? []) {
        let directory = start;
        for (const component of components) {
          directory = fileBeside(directory, component);
          if (!watched.has(directory) && !digests.directorySignature(directory, snapshot).signature) break;
          watched.add(directory);
        }
      }
  return sortByCodePoint([...watched]);
}

/** The directory parts, as lists of names, that includes of the files read may have contained. */
function namedSubdirectories(
  space: IncludeSpace,
  homes: ReadonlySet<string>,
  starts: ReadonlySet<string>,
): string[][] {
  const named = new Set<string>();
  for (const home of homes) {
    let directory = path.normalize(home);
    const components: string[] = [];
    for (let parent = path.dirname(directory); parent !== directory; parent = path.dirname(parent)) {
      components.unshift(path.basename(directory));
      directory = parent;
      if (starts.has(parent)) named.add(components.join('/'));
    }
  }
  for (const probe of space.probes) if (probe.includes('/')) named.add(path.posix.dirname(probe));
  return [...named].map((sub) => sub.split('/').filter((name) => name !== '' && name !== '.'));
}

/**
 * The names that matter in a watched directory: every component of a path that was read or queried. If `files` already have
 * tokens for the trees, `trees` is null.
 */
export function relevantNames(files: readonly string[], trees: Trees | null): Set<string> {
  const names = new Set<string>();
  const folders = new Set<string>();
  for (const file of files) {
    const { base, folder } = partsOf(file);
    names.add(base);
    // Hundreds of files are in only tens of folders.
    if (folders.has(folder)) continue;
    folders.add(folder);
    for (const name of (trees ? tokenize(folder, trees) : folder).split(SEPARATOR)) names.add(name);
  }
  return names;
}

/** A backslash separates names only on Windows. Elsewhere it is part of a name. */
const SEPARATOR = path.sep === '\\' ? /[/\\]/ : '/';

/** The runs of a process read the same few thousand files. Each path is split only once, and the results are shared. */
const knownParts = new Map<string, { base: string; folder: string }>();
const MAX_KNOWN_PARTS = 1 << 16;

function partsOf(file: string): { base: string; folder: string } {
  let parts = knownParts.get(file);
  if (!parts) {
    const end = Math.max(file.lastIndexOf('/'), file.lastIndexOf(path.sep));
    parts = { base: file.slice(end + 1), folder: file.slice(0, Math.max(end, 0)) };
    if (knownParts.size >= MAX_KNOWN_PARTS) knownParts.clear();
    knownParts.set(file, parts);
  }
  return parts;
}

/** Fingerprint of the relevant entries of the watched directories, independent of the location of the trees. */
export function watchFingerprint(
  watch: readonly string[],
  relevant: ReadonlySet<string>,
  trees: Trees | null,
  digests: Digests,
  snapshot: Snapshot,
): string {
  const hash = newHash().update('w1\0');
  for (const directory of watch) {
    const names = digests.list(directory, snapshot).filter((name) => relevant.has(name));
    const name = trees ? tokenize(directory, trees) : directory;
    hash.update(encodeText([name, ...sortByCodePoint(names), '\x01'].join('\0')));
  }
  return hash.digest('hex');
}

/** The first file added after `sinceMs` that could shadow one of the files read, or null if there is none. */
export function shadowingFileSince(
  watch: readonly string[],
  space: Pick<IncludeSpace, 'deps' | 'probes'>,
  sinceMs: number,
  digests: Digests,
  snapshot: Snapshot,
): string | null {
  const basenames = new Set([...space.deps, ...space.probes].map((file) => path.basename(file)));
  const isLink = rememberedLinks();
  const read = new Set(space.deps.map((dep) => settledPath('', dep, isLink)));
  for (const watched of watch) {
    const directory = settledPath('', watched, isLink);
    for (const name of digests.list(directory, snapshot)) {
      if (!basenames.has(name)) continue;
      const file = fileBeside(directory, name);
      if (read.has(file)) continue;
      // A listed file that cannot be examined may be new.
      const stats = lstatOrNull(file);
      if (!stats || stats.ctimeMs > sinceMs) return file;
    }
  }
  return null;
}

const INCLUDE = /^[ \t]*#[ \t]*(?:include|include_next|import)\b[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>|(\S))/gm;
const HAS_INCLUDE = /__has_include(?:_next)?\s*\(\s*(?:"([^"\n]+)"|<([^>\n]+)>)/g;

/** The names that a text queries with `__has_include`, as written. */
export function probedNames(text: string): string[] {
  return [...text.matchAll(HAS_INCLUDE)].map((match) => match[1] ?? match[2] ?? '');
}

/**
 * The names that a source includes in quotes and that exist next to it. The folder of a generated source is not watched as a
 * whole, because a build constantly writes into it.
 */
export function namesBeside(source: string, text: string, deps: () => readonly string[]): string[] {
  const folder = path.dirname(source);
  return sortByCodePoint(
    namesAskedBeside(text, deps).filter((name) => statOrTell(fileBeside(folder, name)) !== undefined),
  );
}

/** The path of a name in a folder. Not normalized, because that would take longer than the stat call. */
export function fileBeside(folder: string, name: string): string {
  return path.isAbsolute(name) ? name : folder + path.sep + name;
}

/** The names that a source may look up in its own folder, whether they exist or not. */
export function namesAskedBeside(text: string, deps: () => readonly string[]): string[] {
  const spelled = new Set(probedNames(text));
  for (const match of text.matchAll(INCLUDE)) {
    if (match[1]) spelled.add(match[1]);
    // If a macro makes the name, it may be any of them.
    else if (match[3]) for (const dep of deps()) spelled.add(path.basename(dep));
  }
  return [...spelled];
}
