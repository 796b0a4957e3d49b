// Versions of castxml and SWIG that do not fit every build. The tests of `itk-wrap doctor` run them.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, provide } from './cache-folder.mjs';
import { ensurePackages } from './debian.mjs';
import { step } from './step.mjs';

/** Packages of PyPI, each with the versions that are needed. */
const VERSIONS = { castxml: ['0.4.5'], swig: ['4.0.2', '4.4.1'] };

const folderName = (name, version) => `${name}-${version}`;

/** Installs the missing versions, each into its own folder in the cache folder. */
export async function ensureOldTools() {
  await ensurePackages('cmakes');
  for (const [name, versions] of Object.entries(VERSIONS))
    for (const version of versions) await ensureTool(name, version);
}

/**
 * The program of a version, and the environment that it needs. Throws an error with the command that installs it if it is missing.
 */
export function oldTool(name, version, env = process.env) {
  const data = path.join(cacheFolder(env), folderName(name, version), name, 'data');
  const program = path.join(data, 'bin', name);
  if (!existsSync(program))
    throw new Error(`${name} ${version} is missing. Run "node scripts/old-tools.mjs", then try again.`);
  const library = path.join(data, 'share', name);
  return { program, env: name === 'swig' ? { SWIG_LIB: path.join(library, readdirSync(library)[0]) } : {} };
}

async function ensureTool(name, version) {
  await provide(folderName(name, version), `${name} ${version}`, (folder) =>
    step(`Installing ${name} ${version} for the tests of itk-wrap doctor`, 'seconds', async (run) => {
      // --target does not touch the system's Python packages, so an externally managed Python allows it.
      const options = ['--target', folder, '--no-deps', '--only-binary=:all:', '--disable-pip-version-check'];
      await run('python3', ['-m', 'pip', 'install', ...options, `${name}==${version}`]);
    }),
  );
}
