import os from 'node:os';
import path from 'node:path';

/** The settings of section `itkWrapping`, as the server uses them; package.json describes them. */
export interface Settings {
  /** The build directory to show; empty: the server looks for one. Absolute. */
  buildDirectory: string;
  /** Store roots; empty: those of the environment, else the default. */
  cacheRoots: string[];
}

/** Reads what a client sent, of whatever shape: a setting of the wrong type counts as not set. */
export function readSettings(raw: unknown, folders: readonly string[]): Settings {
  const values = isRecord(raw) ? raw : {};
  const cache = isRecord(values.cache) ? values.cache : {};
  const buildDirectory = typeof values.buildDirectory === 'string' ? values.buildDirectory.trim() : '';
  const roots = Array.isArray(cache.roots) ? cache.roots.filter((root) => typeof root === 'string') : [];
  return {
    buildDirectory: buildDirectory && resolve(buildDirectory, folders),
    cacheRoots: roots.filter(Boolean).map((root) => resolve(root, folders)),
  };
}

/** `~`, `${workspaceFolder}` and paths relative to the first folder, as people write them in settings. */
function resolve(value: string, folders: readonly string[]): string {
  const folder = folders[0] ?? process.cwd();
  const expanded = value.replaceAll('${workspaceFolder}', folder).replace(/^~(?=$|[\\/])/, os.homedir());
  return path.resolve(folder, expanded);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
