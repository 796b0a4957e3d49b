// Bun, for the native build of the launcher and its tests.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, provide } from './cache-folder.mjs';
import { step } from './step.mjs';

const VERSION = '1.4.5';
const PROGRAM = 'node_modules/.bin/bun';

/** The path of Bun, on PATH or as installed by `ensureBun`. Undefined if there is none. */
export function bunProgram() {
  if (spawnSync('bun', ['--version']).status === 0) return 'bun';
  const own = path.join(cacheFolder(), 'bun', PROGRAM);
  return existsSync(own) ? own : undefined;
}

/** Returns the path of Bun. Installs it from npm into the cache folder if necessary (about 100 MB). */
export async function ensureBun() {
  const known = bunProgram();
  if (known) return known;
  const folder = await provide('bun', VERSION, (made) =>
    step('Installing Bun for the native wrapper', 'under a minute', async (start) => {
      const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
      await start('npm', ['install', ...quiet, '--prefix', made, `bun@${VERSION}`]);
      // All that its install script does is link the binary for this machine.
      await start(process.execPath, [path.join(made, 'node_modules/bun/install.js')]);
    }),
  );
  return path.join(folder, PROGRAM);
}
