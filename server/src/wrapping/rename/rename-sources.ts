import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MAX_SOURCE_BYTES, textOrNullSync } from '../../host/read-regular-file';

/** A file that may name a variable or a command of CMake. */
export interface SourceText {
  /** An absolute path. */
  file: string;
  text: string;
  /** `module`: a script that comes with CMake, and cannot be changed. */
  kind: 'script' | 'template' | 'module';
}

const DEPTH = 12;
const SKIPPED = new Set(['node_modules', 'Data']);
const CONFIGURED = /\bconfigure_file\s*\(\s*"?([^\s")]+)/gi;

/**
 * All scripts of some source trees, and the templates that CMake configures: `*.in`, and the files that a `configure_file`
 * names. Build folders, hidden folders and links to folders are skipped. `textOf` returns the text of an open document, or
 * null.
 */
export async function renameSources(
  roots: readonly string[],
  textOf: (file: string) => string | null,
): Promise<SourceText[]> {
  const files = new Set<string>();
  for (const root of roots) await walk(path.resolve(root), 0, files);
  const sources: SourceText[] = [];
  const configured = new Set<string>();
  for (const file of files) {
    if (!isScript(file)) continue;
    const text = read(file, textOf);
    if (text === null) continue;
    sources.push({ file, text, kind: 'script' });
    for (const [, name] of text.matchAll(CONFIGURED)) configured.add(path.basename(name!));
  }
  for (const file of files) {
    if (isScript(file) || !(file.endsWith('.in') || configured.has(path.basename(file)))) continue;
    const text = read(file, textOf);
    if (text !== null) sources.push({ file, text, kind: 'template' });
  }
  return sources;
}

const read = (file: string, textOf: (file: string) => string | null): string | null =>
  textOf(file) ?? textOrNullSync(file, MAX_SOURCE_BYTES);

async function walk(dir: string, depth: number, files: Set<string>): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((): Dirent[] => []);
  if (entries.some(({ name }) => name === 'CMakeCache.txt')) return;
  for (const entry of entries) {
    const file = path.join(dir, entry.name);
    if (entry.isFile()) files.add(file);
    else if (entry.isDirectory() && depth < DEPTH && !entry.name.startsWith('.') && !SKIPPED.has(entry.name))
      await walk(file, depth + 1, files);
  }
}

const isScript = (file: string): boolean => /\.(?:cmake|wrap)$|(?:^|[\\/])CMakeLists\.txt$/.test(file);

/** The modules of a CMake, which may read or set a variable that a project names. `modules` is their folder. */
export async function cmakeModules(modules: string): Promise<SourceText[]> {
  const files = new Set<string>();
  await walk(modules, DEPTH, files);
  return [...files].filter(isScript).flatMap((file) => {
    const text = textOrNullSync(file, MAX_SOURCE_BYTES);
    return text === null ? [] : [{ file, text, kind: 'module' as const }];
  });
}
