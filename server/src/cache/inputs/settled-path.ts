import path from 'node:path';
import { lstatOrNull } from './input-files';

const SLASH = 0x2f;

/** The absolute path, otherwise unchanged: only the system knows which folder `link/..` is. */
export function absolutePath(cwd: string, file: string): string {
  // The first check comes before `isAbsolute`, which is slow before it is compiled. This function is called for every
  // header.
  return file.charCodeAt(0) === SLASH || path.isAbsolute(file) ? file : cwd + path.sep + file;
}

const HAS_DOTS = /(?:^|[/\\])\.\.?(?:[/\\]|$)/;

/**
 * The absolute path of a file without `.` and `..`, so that a file has a single name. A `..` after a link is kept, because
 * it leads to the parent of the link's target. `isLink` may cache its answers.
 */
export function settledPath(
  cwd: string,
  file: string,
  isLink: (folder: string) => boolean = isSymbolicLink,
): string {
  const absolute = absolutePath(cwd, file);
  if (!HAS_DOTS.test(absolute)) return absolute;
  return path.sep === '/' && hasLinkBeforeDots(absolute, isLink) ? absolute : path.normalize(absolute);
}

function hasLinkBeforeDots(absolute: string, isLink: (folder: string) => boolean): boolean {
  const kept: string[] = [];
  for (const name of absolute.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') kept.push(name);
    else if (kept.length > 0 && isLink(`/${kept.join('/')}`)) return true;
    else kept.pop();
  }
  return false;
}

/** Whether a folder is a symbolic link. */
export function isSymbolicLink(folder: string): boolean {
  return lstatOrNull(folder)?.isSymbolicLink() === true;
}

/** Like `isSymbolicLink`, but examines each folder only once. */
export function rememberedLinks(): (folder: string) => boolean {
  const known = new Map<string, boolean>();
  return (folder) => {
    let answer = known.get(folder);
    if (answer === undefined) known.set(folder, (answer = isSymbolicLink(folder)));
    return answer;
  };
}
