import fs from 'node:fs';
import path from 'node:path';
import { encodeText } from './bytes';
import { readRegularFile } from './files';
import type { Trees } from './types';

/*
 * Two runs in two checkouts, or two build directories, differ in where their trees lie and in nothing else. Names in
 * them are compared with a token for each tree, and an XML that was made in one is translated for the other.
 */

const SOURCE_TOKEN = '\0S';
const BUILD_TOKEN = '\0B';

/** The trees of a build that a file lies in, by the CMakeCache.txt above it; null where there is none. */
export function findTrees(file: string): Trees | null {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const cache = path.join(folder, 'CMakeCache.txt');
    if (fs.existsSync(cache)) {
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
  const line = bytes.toString('utf8', at, end < 0 ? bytes.length : end);
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

/** A path with a token for the tree that it lies in. */
export function tokenise(path: string, trees: Trees): string {
  return substitute(path, tokens(trees), WHOLE_PATH);
}

/** Flags, or a file of flags, with tokens: there a path may follow a letter, as in `-I/a/src`. */
export function tokeniseFlags(text: string, trees: Trees): string {
  return substitute(text, tokens(trees), '');
}

function tokens(trees: Trees): [string, string][] {
  return prefixes(trees, { source: SOURCE_TOKEN, build: BUILD_TOKEN });
}

/** The inverse of `tokenise`. */
export function resolveTokens(text: string, trees: Trees): string {
  if (!text.includes('\0')) return text;
  return text.replaceAll(BUILD_TOKEN, () => trees.build).replaceAll(SOURCE_TOKEN, () => trees.source);
}

/** Bytes with the paths of one pair of trees made those of another. `escape` is how the bytes spell a path. */
export function translate(
  bytes: Buffer,
  from: Trees,
  to: Trees,
  escape: (text: string) => string = (text) => text,
): Buffer {
  // Latin-1 keeps every byte as it is, and one text search is far quicker than many of bytes.
  const latin = (text: string): string => encodeText(escape(text)).toString('latin1');
  const pairs = prefixes(from, to).map(([before, after]) => [latin(before), latin(after)] as const);
  const text = bytes.toString('latin1');
  const translated = substitute(text, pairs, WHOLE_PATH);
  return translated === text ? bytes : Buffer.from(translated, 'latin1');
}

/** Which of the trees have a path that stands in the bytes. */
export function mentionedTrees(bytes: Buffer, trees: Trees): (keyof Trees)[] {
  return (['source', 'build'] as const).filter((tree) => bytes.includes(trees[tree]));
}

/** What to replace by what, the longer first: a build tree often lies inside its source tree. */
function prefixes(from: Trees, to: Trees): [string, string][] {
  const pairs: [string, string][] = [
    [from.build, to.build],
    [from.source, to.source],
  ];
  if (from.build === from.source) pairs.pop();
  return pairs.sort((a, b) => b[0].length - a[0].length);
}

/** Not in the middle of another path: /x/a/src does not begin with /a/src. */
const WHOLE_PATH = '(?<![\\w.+~\\x80-\\uffff-])';
/** A path ends where a name cannot go on: /a/src is not the beginning of /a/src2. */
const PATH_END = '(?![\\w.+~\\x80-\\uffff-])';

function substitute(text: string, pairs: readonly (readonly [string, string])[], before: string): string {
  if (!pairs.some(([path]) => text.includes(path))) return text;
  const alternatives = pairs.map(([path]) => path.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  const replacements = new Map(pairs);
  return text.replace(
    new RegExp(`${before}(?:${alternatives})${PATH_END}`, 'g'),
    (found) => replacements.get(found) ?? found,
  );
}
