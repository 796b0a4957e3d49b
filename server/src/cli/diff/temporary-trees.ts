import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { leadsOut } from '../../shared/path-parts';
import type { TreeFiles } from './tree-files';

/**
 * Runs `work` with a new temporary folder that nobody else may enter, and removes the folder afterwards. If `signal` aborts,
 * the folder is removed at once and `interrupted` is called.
 */
export async function withTemporaryFolder<T>(
  work: (folder: string) => Promise<T>,
  signal: AbortSignal,
  interrupted: () => void,
): Promise<T> {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'itk-wrap-diff-')));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const abort = (): void => {
    remove();
    interrupted();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await work(folder);
  } finally {
    signal.removeEventListener('abort', abort);
    remove();
  }
}

/**
 * Writes files into a new folder. Nothing is written outside of it, whatever their names are. Links come last, so that no file
 * is written through one, and only those that stay in the folder.
 * @param twin a tree that was written before. What is the same there becomes a hard link, which takes a third of the time. Nobody
 *   writes into either tree
 */
export function writeTree(
  files: TreeFiles,
  folder: string,
  twin?: { files: TreeFiles; folder: string },
): void {
  mkdirSync(folder, { recursive: true });
  const made = new Set([folder]);
  const placeOf = (name: string): string => {
    const place = path.join(folder, name);
    const parent = path.dirname(place);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    return place;
  };
  const safe = [...files].filter(([name]) => isPlain(name));
  for (const [name, { isLink, content }] of safe) {
    if (isLink) continue;
    const same = twin?.files.get(name);
    const isSame = same?.isLink === false && same.content.equals(content);
    if (!isSame || !linked(path.join(twin!.folder, name), placeOf(name)))
      writeFileSync(placeOf(name), content);
  }
  for (const [name, { isLink, content }] of safe) {
    if (!isLink) continue;
    const target = content.toString('utf8');
    const end = path.resolve(path.dirname(path.join(folder, name)), target);
    if (path.isAbsolute(target) || leadsOut(path.relative(folder, end))) continue;
    try {
      symlinkSync(target, placeOf(name));
    } catch {
      // Without the right to make links, or if the name is taken, the link is missing as in a checkout of such a system.
    }
  }
}

/** Makes a hard link. Returns false if the file system has none. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

/** Whether a name from git stays below its folder. git itself refuses other names, but not everywhere. */
function isPlain(name: string): boolean {
  if (process.platform === 'win32' && /[\\:]/.test(name)) return false;
  return name
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'));
}
