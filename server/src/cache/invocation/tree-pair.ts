import path, { sep } from 'node:path';
import { decodePath, encodeText } from '../inputs/path-bytes';
import { asFileLiteral } from '../inputs/c-escapes';
import { readRegularFile, statOrNull } from '../inputs/input-files';
import type { Trees } from '../api';

/*
 * The runs in two checkouts or build directories may differ only in the paths of their trees. Paths are compared with a
 * token for each tree, and an XML made in one is translated for the other.
 */

export const TREES = ['source', 'build'] as const;

const SOURCE_TOKEN = '\0S';
const BUILD_TOKEN = '\0B';

/** The trees of the build that contains a file, from the CMakeCache.txt above it. Null if there is none. */
export function findTrees(file: string): Trees | null {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const cache = path.join(folder, 'CMakeCache.txt');
    if (statOrNull(cache)) {
      const source = homeDirectory(cache);
      return source === null ? null : { source, build: folder };
    }
    if (folder === path.dirname(folder)) return null;
  }
}

function homeDirectory(cache: string): string | null {
  const content = readRegularFile(cache, 64 << 20);
  if (!content) return null;
  const { bytes } = content;
  let at = bytes.indexOf('CMAKE_HOME_DIRECTORY:');
  while (at > 0 && bytes[at - 1] !== 0x0a) at = bytes.indexOf('CMAKE_HOME_DIRECTORY:', at + 1);
  if (at < 0) return null;
  const end = bytes.indexOf('\n', at);
  const line = decodePath(bytes.subarray(at, end < 0 ? bytes.length : end));
  const directory = line.slice(line.indexOf('=') + 1).trim();
  return path.isAbsolute(directory) && directory !== path.parse(directory).root
    ? path.normalize(directory)
    : null;
}

export function isTrees(value: unknown): value is Trees {
  const trees = value as Partial<Trees> | null | undefined;
  return typeof trees?.source === 'string' && typeof trees.build === 'string';
}

export function sameTrees(a: Trees, b: Trees): boolean {
  return a.source === b.source && a.build === b.build;
}

/** Replaces the tree in a path by a token. */
export function tokenize(path: string, trees: Trees): string {
  for (const [tree, token] of tokens(trees)) {
    if (!path.startsWith(tree)) continue;
    const next = path[tree.length];
    if (next === undefined || next === '/' || next === sep) return token + path.slice(tree.length);
  }
  return path;
}

/** Replaces the trees in flags, or in a file of flags, by tokens. Here a path may occur anywhere, as in `-I/a/src`. */
export function tokenizeFlags(text: string, trees: Trees): string {
  const pairs = tokens(trees);
  if (!pairs.some(([tree]) => text.includes(tree))) return text;
  const alternatives = pairs.map(([tree]) => tree.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  const replacements = new Map(pairs);
  return text.replace(
    new RegExp(`(?:${alternatives})(?![\\w.+~\\x80-\\uffff-])`, 'g'),
    (found) => replacements.get(found) ?? found,
  );
}

const tokensOf = new WeakMap<Trees, [string, string][]>();

function tokens(trees: Trees): readonly [string, string][] {
  let known = tokensOf.get(trees);
  if (!known) tokensOf.set(trees, (known = prefixes(trees, { source: SOURCE_TOKEN, build: BUILD_TOKEN })));
  return known;
}

/** The inverse of `tokenize`. */
export function resolveTokens(path: string, trees: Trees): string {
  if (path.charCodeAt(0) !== 0) return path;
  if (path.startsWith(BUILD_TOKEN)) return trees.build + path.slice(BUILD_TOKEN.length);
  if (path.startsWith(SOURCE_TOKEN)) return trees.source + path.slice(SOURCE_TOKEN.length);
  return path;
}

/**
 * Replaces the paths of one pair of trees by those of another. `escape` returns the spelling of a path in these bytes. Only
 * whole paths count: /x/a/src does not begin with /a/src, and /a/src is not the beginning of /a/src2.
 */
export function translate(
  bytes: Buffer,
  from: Trees,
  to: Trees,
  escape: (text: string) => string = (text) => text,
): Buffer {
  const pairs = prefixes(from, to).map(([before, after]) => {
    const search = encodeText(escape(before));
    return { search, after: encodeText(escape(after)), at: nextWhole(bytes, search, 0) };
  });
  const pieces: Buffer[] = [];
  let kept = 0;
  for (;;) {
    // The first occurrence in the text. If two begin at the same place, the longer one, which comes first in the list.
    let first = pairs[0];
    for (const pair of pairs)
      if (pair.at >= 0 && (first === undefined || first.at < 0 || pair.at < first.at)) first = pair;
    if (first === undefined || first.at < 0) break;
    pieces.push(bytes.subarray(kept, first.at), first.after);
    kept = first.at + first.search.length;
    for (const pair of pairs)
      if (pair.at >= 0 && pair.at < kept) pair.at = nextWhole(bytes, pair.search, kept);
  }
  return kept === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(kept)]);
}

/** The offset of the next whole path from `from` on, or -1 if there is none. */
function nextWhole(bytes: Buffer, search: Buffer, from: number): number {
  for (let at = bytes.indexOf(search, from); at >= 0; at = bytes.indexOf(search, at + 1))
    if (!isOfName(bytes[at - 1]) && !isOfName(bytes[at + search.length])) return at;
  return -1;
}

/** Whether a byte may be part of a name: a letter, a digit, one of `_.+~-`, or part of a character beyond ASCII. */
function isOfName(byte: number | undefined): boolean {
  return byte !== undefined && (byte >= 0x80 || /[\w.+~-]/.test(String.fromCharCode(byte)));
}

/** The trees whose path is in the bytes, either plain or as spelled in a string literal. */
export function mentionedTrees(bytes: Buffer, trees: Trees): (keyof Trees)[] {
  return TREES.filter(
    (tree) =>
      bytes.includes(encodeText(trees[tree])) || bytes.includes(encodeText(asFileLiteral(trees[tree]))),
  );
}

/** The replacements, longer paths first, because a build tree is often inside its source tree. */
function prefixes(from: Trees, to: Trees): [string, string][] {
  const pairs: [string, string][] = [
    [from.build, to.build],
    [from.source, to.source],
  ];
  if (from.build === from.source) pairs.pop();
  return pairs.sort((a, b) => b[0].length - a[0].length);
}
