import { type Dirent, existsSync, lstatSync, readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { leadsOut } from '../../shared/path-parts';

/** The files of a source tree that matter for its wrapping, as absolute paths. */
export interface SourceFiles {
  /** Macro files, module files and CMakeLists.txt of wrapping folders. */
  scripts: string[];
  wraps: string[];
  /** Headers in the include folders of modules, and next to `.wrap` files. */
  headers: string[];
}

const SKIPPED = new Set([
  ...[
    'node_modules',
    'src',
    'test',
    'Testing',
    'Data',
    'data',
    'Documentation',
    'doc',
    'Examples',
    'examples',
  ],
  ...['Utilities', 'Generated', 'Templates'],
]);
const DEPTH = 6;

/**
 * Searches a source tree for files that wrapping reads. It skips builds (with a CMakeCache.txt), hidden folders, sources and
 * tests, and does not follow links to folders. A folder that cannot be read counts as missing.
 */
export async function findScripts(root: string, signal?: AbortSignal): Promise<SourceFiles> {
  const found: SourceFiles = { scripts: [], wraps: [], headers: [] };
  const wrapping = holdsScripts(path.basename(path.resolve(root)));
  await walk(path.resolve(root), 0, { wrapping, include: false }, found, signal);
  return found;
}

async function walk(
  dir: string,
  depth: number,
  within: { wrapping: boolean; include: boolean },
  found: SourceFiles,
  signal?: AbortSignal,
): Promise<void> {
  if (signal?.aborted) return;
  const entries = await readdir(dir, { withFileTypes: true }).catch((): Dirent[] => []);
  if (entries.some(({ name }) => name === 'CMakeCache.txt')) return;
  const include = within.include || entries.some(({ name }) => name.endsWith('.wrap'));
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) {
      if (depth >= DEPTH || entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
      const wrapping = within.wrapping || holdsScripts(entry.name);
      await walk(file, depth + 1, { wrapping, include: entry.name === 'include' }, found, signal);
    } else if (entry.isFile()) {
      if (entry.name.endsWith('.wrap')) found.wraps.push(file);
      else if (include && /\.h$/.test(entry.name)) found.headers.push(file);
      else if (isScript(entry.name, within.wrapping)) found.scripts.push(file);
    }
  }
}

function isScript(name: string, inWrapping: boolean): boolean {
  return (
    name === 'itk-module.cmake' || (inWrapping && (name.endsWith('.cmake') || name === 'CMakeLists.txt'))
  );
}

/**
 * Whether {@link findScripts} finds a file in a source tree, or would if it existed. Examines the folders above the file.
 */
export function belongsToTree(root: string, file: string): boolean {
  const relative = path.relative(path.resolve(root), file);
  if (relative === '' || leadsOut(relative)) return false;
  const folders = relative.split(path.sep);
  const name = folders.pop()!;
  if (folders.length > DEPTH || folders.some((folder) => folder.startsWith('.') || SKIPPED.has(folder)))
    return false;
  const isWrap = name.endsWith('.wrap');
  const isHeader = name.endsWith('.h');
  const within = [path.basename(path.resolve(root)), ...folders].some(holdsScripts);
  if (!isWrap && !isHeader && !isScript(name, within)) return false;
  const dir = path.dirname(file);
  if (isHeader && folders.at(-1) !== 'include' && !hasWraps(dir)) return false;
  const ways = folders.map((_, n) => path.join(root, ...folders.slice(0, n + 1)));
  if ([path.resolve(root), ...ways].some((folder) => existsSync(path.join(folder, 'CMakeCache.txt'))))
    return false;
  // Links are not followed.
  return [...ways, file].every((one) => !lstatSync(one, { throwIfNoEntry: false })?.isSymbolicLink());
}

const holdsScripts = (folder: string): boolean => /^(?:wrapping|CMake)$/i.test(folder);

function hasWraps(dir: string): boolean {
  try {
    return readdirSync(dir).some((name) => name.endsWith('.wrap'));
  } catch {
    return false;
  }
}
