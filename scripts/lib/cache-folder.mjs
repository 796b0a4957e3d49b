// The folder for what is expensive to download or build, outside every checkout: ITK, the browser-hosted VS Code.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { withLock } from './lock.mjs';

/** ITK_WRAPPING_DEV_CACHE, else ~/.cache/itk-wrapping-dev (respects XDG_CACHE_HOME). Absolute. */
export function cacheFolder(env = process.env) {
  if (env.ITK_WRAPPING_DEV_CACHE) return path.resolve(env.ITK_WRAPPING_DEV_CACHE);
  return path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'itk-wrapping-dev');
}

/**
 * Returns `<cache>/<name>`. Calls `make(folder)` if the folder does not exist yet, or was made by another `recipe`. A marker
 * next to the folder is written last. Without it the folder is incomplete and made again. One process at a time makes it,
 * and others wait.
 */
export async function provide(name, recipe, make) {
  const folder = path.join(cacheFolder(), name);
  if (await isComplete(folder, recipe)) return folder;
  await mkdir(path.dirname(folder), { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (await isComplete(folder, recipe)) return;
    await rm(marker(folder), { force: true });
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await make(folder);
    await writeFile(marker(folder), `${recipe}\n`);
  });
  return folder;
}

async function isComplete(folder, recipe) {
  if (!existsSync(folder) || !existsSync(marker(folder))) return false;
  return (await readFile(marker(folder), 'utf8')).trim() === recipe;
}

const marker = (folder) => `${folder}.complete`;
