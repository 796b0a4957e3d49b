// The Debian packages that the pipeline, the tests and the browser-hosted editor need.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { step } from './step.mjs';

/**
 * The packages for each use.
 * - `pipeline`: castxml, CMake, ninja, igenerator
 * - `server`: the browser-hosted VS Code
 * - `browser`: a window for it
 * - `editors`: other editors to test the language server with
 * - `cmakes`: to install other versions of CMake
 * - `packages`: to build native npm packages
 * - `itk`: to unpack its sources
 */
const needed = {
  pipeline: [
    'castxml',
    'cmake',
    'g++',
    'ninja-build',
    'python3-dev',
    'python3-numpy',
    'python3-pygccxml',
    'strace',
    'swig',
  ],
  server: ['build-essential', 'libkrb5-dev', 'pkg-config', 'python3', 'ripgrep'],
  browser: ['chromium'],
  editors: ['neovim'],
  cmakes: ['python3', 'python3-pip'],
  packages: ['build-essential', 'python3'],
  itk: ['tar', 'xz-utils'],
};

/**
 * Makes sure that the packages of these uses (keys of `needed`) are installed. As root it runs apt-get, else it throws an
 * error with the command to run. Does not use the network if nothing is missing.
 */
export async function ensurePackages(...uses) {
  const wanted = [...new Set(uses.flatMap((use) => needed[use]))].sort();
  if (!isDebian())
    return console.log(
      `This is not Debian: see to it yourself that there are the likes of ${wanted.join(', ')}.`,
    );
  const missing = missingPackages(wanted, installedPackages());
  if (missing.length === 0) return;
  const install = ['install', '--yes', '--no-install-recommends', ...missing];
  if (process.getuid() !== 0)
    throw new Error(
      `Debian packages are missing. Run this, then try again:\n\n  sudo apt-get update && sudo apt-get ${install.join(' ')}\n`,
    );
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step(`Installing Debian packages: ${missing.join(' ')}`, 'a minute or two', async (run) => {
    await run('apt-get', ['update'], { env });
    await run('apt-get', install, { env });
  });
}

/**
 * The packages in `wanted` that are not installed. `dpkgLines` is the output of `dpkg-query`: lines of `name<TAB>status`.
 */
export function missingPackages(wanted, dpkgLines) {
  const installed = new Set(
    dpkgLines
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([, status]) => status === 'installed')
      .map(([name]) => name),
  );
  return wanted.filter((name) => !installed.has(name));
}

const installedPackages = () =>
  execFileSync('dpkg-query', ['--show', '--showformat', '${Package}\t${db:Status-Status}\n'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });

/** Whether this is Debian or a derivative, with dpkg, apt and the same package names. */
export function isDebian(read = () => readFileSync('/etc/os-release', 'utf8')) {
  try {
    return /^ID(_LIKE)?=.*\bdebian\b/m.test(read());
  } catch {
    return false;
  }
}
