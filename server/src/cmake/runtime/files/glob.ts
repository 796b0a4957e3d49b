import type { VirtualFiles } from './virtual-files';

/**
 * The paths that match a pattern of `file(GLOB)`: `*`, `?` and `[…]` within one name. Sorted by bytes. `look` is called for
 * each folder, and may end the search by throwing an error. With `recurse`, the last name is also searched in all folders
 * below. Links to folders are not followed.
 */
export function glob(
  files: VirtualFiles,
  pattern: string,
  recurse: boolean,
  directories: boolean,
  look: () => void,
): readonly string[] {
  const key = `${recurse ? 'r' : '-'}${directories ? 'd' : '-'}${pattern}`;
  return files.remembered(key, (see) =>
    find(files, pattern, recurse, directories, (directory) => {
      look();
      see(directory);
    }),
  );
}

type See = (directory: string) => void;

function find(
  files: VirtualFiles,
  pattern: string,
  recurse: boolean,
  directories: boolean,
  see: See,
): string[] {
  const names = pattern.split('/').filter((name) => name !== '');
  let bases = [pattern.startsWith('/') ? '' : '.'];
  for (const name of names.slice(0, -1)) bases = bases.flatMap((base) => step(files, base, name, see));
  const last = nameTest(names[names.length - 1] ?? '');
  const found = new Set<string>();
  const search = (base: string, depth: number): void => {
    see(base === '' ? '/' : base);
    for (const { name, kind } of files.entries(base === '' ? '/' : base)) {
      const isDirectory = kind === 'directory';
      if (last(name) && (directories || !isDirectory)) found.add(`${base}/${name}`);
      if (!recurse || !isDirectory || depth >= MAX_DEPTH) continue;
      const folder = `${base}/${name}`;
      if (!files.isLink(folder)) search(folder, depth + 1);
    }
  };
  for (const base of bases) search(base, 0);
  return [...found].sort();
}

const MAX_DEPTH = 100;

function step(files: VirtualFiles, base: string, name: string, see: See): string[] {
  see(base === '' ? '/' : base);
  if (!/[*?[]/.test(name)) {
    const next = `${base}/${name}`;
    return files.kind(next) === 'directory' ? [next] : [];
  }
  const test = nameTest(name);
  return files
    .list(base === '' ? '/' : base)
    .filter(test)
    .map((found) => `${base}/${found}`)
    .filter((next) => files.kind(next) === 'directory');
}

/** A piece of a pattern: any number of characters, or one character that passes a test. */
type Piece = 'star' | ((char: string) => boolean);

function nameTest(pattern: string): (name: string) => boolean {
  if (!/[*?[]/.test(pattern)) return (name) => name === pattern;
  const pieces = piecesOf(pattern);
  return (name) => matches(pieces, name);
}

function piecesOf(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') pieces.push('star');
    else if (char === '?') pieces.push(() => true);
    else {
      const negated = /[!^]/.test(pattern[i + 1] ?? '');
      const end = char === '[' ? pattern.indexOf(']', i + (negated ? 3 : 2)) : -1;
      if (end < 0) pieces.push((one) => one === char);
      else {
        pieces.push(setTest(pattern.slice(i + (negated ? 2 : 1), end), negated));
        i = end;
      }
    }
  }
  return pieces;
}

/** Tests a character against a set in brackets. `a-z` is a range. */
function setTest(body: string, negated: boolean): (char: string) => boolean {
  return (char) => {
    let found = false;
    for (let i = 0; i < body.length; i++)
      if (body[i + 1] === '-' && i + 2 < body.length) {
        found ||= char >= body[i]! && char <= body[i + 2]!;
        i += 2;
      } else found ||= char === body[i];
    return found !== negated;
  };
}

/** Backtracks only to the last star, so the time is at most the product of both lengths. */
function matches(pieces: readonly Piece[], name: string): boolean {
  let at = 0;
  let piece = 0;
  let star = -1;
  let behindStar = 0;
  while (at < name.length) {
    const wanted = pieces[piece];
    if (wanted === 'star') {
      star = piece++;
      behindStar = at;
    } else if (wanted?.(name[at]!)) {
      piece++;
      at++;
    } else if (star >= 0) {
      piece = star + 1;
      at = ++behindStar;
    } else return false;
  }
  while (pieces[piece] === 'star') piece++;
  return piece === pieces.length;
}
