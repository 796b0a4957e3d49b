import os from 'node:os';
import path from 'node:path';

/** The settings in the section `itkWrapping` that the server uses. package.json describes them. */
export interface Settings {
  /** The absolute build directory to show. Empty: the server looks for one. */
  buildDirectory: string;
  /** The store roots. Empty: those of the environment, or else the default. */
  cacheRoots: string[];
}

/** Reads the settings that a client sent. A setting of the wrong type is ignored. */
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

/** Resolves `~`, `${workspaceFolder}` and paths relative to the first folder. */
function resolve(value: string, folders: readonly string[]): string {
  const folder = folders[0] ?? process.cwd();
  const expanded = value.replaceAll('${workspaceFolder}', folder).replace(/^~(?=$|[\\/])/, os.homedir());
  return path.resolve(folder, expanded);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
