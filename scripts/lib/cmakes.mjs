// The versions of CMake that the evaluator is compared with, besides the one on PATH.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, provide } from './cache-folder.mjs';
import { ensurePackages } from './debian.mjs';
import { step } from './step.mjs';

/** The last version of CMake 3, and the newest version that the evaluator models. */
const VERSIONS = ['3.31.6', '4.4.5'];

const folderName = (version) => `cmake-${version}`;
const programIn = (folder) => path.join(folder, 'cmake/data/bin/cmake');

/** Installs the missing versions, each into its own folder in the cache folder. */
export async function ensureCMakes() {
  await ensurePackages('cmakes');
  for (const version of VERSIONS) await ensureCMake(version);
}

/**
 * The CMake programs to compare with: those that ITK_WRAPPING_CMAKES lists (separated as in PATH), else the one on PATH and
 * those of `ensureCMakes`. If one of the latter is missing, throws an error with the command that installs it.
 */
export function cmakePrograms(env = process.env) {
  if (env.ITK_WRAPPING_CMAKES) return env.ITK_WRAPPING_CMAKES.split(path.delimiter).filter(Boolean);
  const provided = VERSIONS.map((version) => programIn(path.join(cacheFolder(env), folderName(version))));
  const missing = provided.filter((program) => !existsSync(program));
  if (missing.length > 0)
    throw new Error(`${missing.join(' and ')} missing. Run "node scripts/cmakes.mjs", then try again.`);
  return ['cmake', ...provided];
}

async function ensureCMake(version) {
  await provide(folderName(version), `cmake ${version}`, (folder) =>
    step(`Installing CMake ${version} for the tests of the evaluator`, 'seconds', async (run) => {
      // --target does not touch the system's Python packages, so an externally managed Python allows it.
      const options = ['--target', folder, '--no-deps', '--only-binary=:all:', '--disable-pip-version-check'];
      await run('python3', ['-m', 'pip', 'install', ...options, `cmake==${version}`]);
      await run(programIn(folder), ['--version']);
    }),
  );
}
