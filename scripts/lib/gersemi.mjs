// gersemi, the formatter of ITK's CMake files. Our own formatter is compared with it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, provide } from './cache-folder.mjs';
import { ensurePackages } from './debian.mjs';
import { step } from './step.mjs';

/** The version in ITK's `.pre-commit-config.yaml`, and its requirements. */
const VERSION = '0.19.3';
const PACKAGES = [`gersemi==${VERSION}`, 'lark==1.3.1', 'appdirs==1.4.4', 'PyYAML>=6.0.2,<7'];
const FOLDER = `gersemi-${VERSION}`;

/** Installs it into its own folder in the cache folder, unless it is already there. */
export async function ensureGersemi() {
  await ensurePackages('cmakes');
  await provide(FOLDER, PACKAGES.join(' '), (folder) =>
    step(`Installing gersemi ${VERSION} for the tests of the formatter`, 'seconds', async (run) => {
      const options = ['--target', folder, '--no-deps', '--only-binary=:all:', '--disable-pip-version-check'];
      await run('python3', ['-m', 'pip', 'install', ...options, ...PACKAGES]);
    }),
  );
}

/**
 * The folder to use as PYTHONPATH for `python3 -m gersemi`.
 * @throws an error with the command that installs it, if it is missing
 */
export function gersemiFolder(env = process.env) {
  const folder = path.join(cacheFolder(env), FOLDER);
  if (!existsSync(path.join(folder, 'gersemi')))
    throw new Error(`gersemi ${VERSION} is missing. Run "node scripts/gersemi.mjs", then try again.`);
  return folder;
}
