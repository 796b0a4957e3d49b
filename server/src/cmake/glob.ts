import type { VirtualFiles } from './virtual-files';

/**
 * Paths that match a pattern of `file(GLOB)`: `*`, `?` and `[…]` within one name. Sorted by bytes.
 * With `recurse` the last name is looked for in every folder below as well; links to folders are not followed.
 */
export function glob(
  files: VirtualFiles,
  pattern: string,
  recurse: boolean,
  directories: boolean,
): readonly string[] {
  const key = `${recurse ? 'r' : '-'}${directories ? 'd' : '-'}${pattern}`;
  return files.remembered(key, (see) => find(files, pattern, recurse, directories, see));
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

function nameTest(pattern: string): (name: string) => boolean {
  if (!/[*?[]/.test(pattern)) return (name) => name === pattern;
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') source += '.*';
    else if (char === '?') source += '.';
    else if (char === '[') {
      const end = pattern.indexOf(']', i + (/[!^]/.test(pattern[i + 1] ?? '') ? 3 : 2));
      if (end < 0) {
        source += '\\[';
        continue;
      }
      const negated = /[!^]/.test(pattern[i + 1]!);
      const body = pattern.slice(i + (negated ? 2 : 1), end).replace(/[\\\]^[]/g, '\\$&');
      source += `[${negated ? '^' : ''}${body}]`;
      i = end;
    } else source += char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  const regex = new RegExp(`^${source}$`, 's');
  return (name) => regex.test(name);
}
