#!/usr/bin/env node
// Configures sample/ and runs its castxml and igenerator steps, so that there is a real build to work with. With --python, it
// also runs SWIG and compiles the Python package. A second run finds nothing to do.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const usage = `npm run sample -- [--source DIR] [--build DIR] [--configure-only | --python]

  --source DIR       a copy of the sample (default: sample)
  --build DIR        where to build (default: build in the source)
  --configure-only   stop when CMake has written the build files
  --python           go on after igenerator: run SWIG, and compile the Python package
  PYTHON=…           the Python to run igenerator with; it needs pygccxml`;

/** Ends the program: with 2 if it could not start (usage, missing tools), with 1 if a step failed. */
function stop(message, code) {
  console.error(message);
  process.exit(code);
}

const runs = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** Runs a step with its output on the terminal. Arguments are a list: no shell is involved. */
function step(title, command, args) {
  console.log(`\n> ${title}`);
  const { status, error, signal } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    stop(
      `${title}: ${error?.message ?? (signal ? `ended by ${signal}` : `${command} exited with ${status}`)}.`,
      1,
    );
  }
}

const PYTHON_HEADER =
  'import os, sys, sysconfig; sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))';

/** The Python to use, and the Debian packages that are missing. */
function findTools({ python: toPython }) {
  const packages = { cmake: 'cmake', ninja: 'ninja-build', castxml: 'castxml', 'c++': 'g++' };
  const missing = Object.keys(packages).filter((tool) => !runs(tool, '--version'));
  if (toPython && !runs('swig', '-version')) {
    packages.swig = 'swig';
    missing.push('swig');
  }
  const candidates = process.env.PYTHON ? [process.env.PYTHON] : ['python3', '/usr/bin/python3'];
  const python = candidates.find((candidate) => runs(candidate, '-c', 'import pygccxml'));
  const install = missing.map((tool) => packages[tool]);
  if (!python) {
    missing.push(`pygccxml for ${candidates.join(' or ')}`);
    install.push('python3-pygccxml');
  }
  if (toPython && python && !runs(python, '-c', PYTHON_HEADER)) {
    missing.push(`Python.h of ${python}`);
    install.push('python3-dev');
  }
  return { python, missing, install };
}

/** The value of an entry in a CMakeCache.txt. Undefined if there is no such entry. */
function cacheEntry(build, name) {
  const cache = readFileSync(path.join(build, 'CMakeCache.txt'), 'utf8');
  return new RegExp(`^${name}:\\w+=(.*)$`, 'm').exec(cache)?.[1];
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        source: { type: 'string' },
        build: { type: 'string' },
        'configure-only': { type: 'boolean' },
        python: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    return stop(`${error.message}\n\n${usage}`, 2);
  }
}

const options = readArguments();
if (options.help) {
  console.log(usage);
  process.exit(0);
}
const source = path.resolve(options.source ?? path.join(root, 'sample'));
const build = path.resolve(options.build ?? path.join(source, 'build'));

const { python, missing, install } = findTools(options);
if (missing.length > 0) {
  const unset = !python && process.env.PYTHON ? ' (which serves /usr/bin/python3: then unset PYTHON)' : '';
  stop(
    `Not found: ${missing.join(', ')}.\nOn Debian or Ubuntu: sudo apt-get install ${install.join(' ')}${unset}`,
    2,
  );
}

// An existing build keeps its settings. ninja runs CMake again by itself if necessary.
const configured =
  existsSync(path.join(build, 'CMakeCache.txt')) && existsSync(path.join(build, 'build.ninja'));
if (configured) {
  const home = cacheEntry(build, 'CMAKE_HOME_DIRECTORY');
  if (!home || !existsSync(home) || realpathSync(home) !== realpathSync(source)) {
    stop(
      `${build} is a build of ${home}, not of ${source}. Give another directory with --build, or remove it.`,
      2,
    );
  }
  console.log(`Configured already: ${build}`);
  // SWIG may have been installed since then.
  if (options.python) step('Configure', 'cmake', [build]);
} else {
  const settings = [`-DPython3_EXECUTABLE=${executable(python)}`, '-DCMAKE_BUILD_TYPE=Release'];
  step('Configure', 'cmake', ['-G', 'Ninja', '-S', source, '-B', build, ...settings]);
}

if (!options['configure-only']) {
  const modules = (cacheEntry(build, 'WRAP_ITK_MODULES') ?? '').split(';').filter(Boolean);
  const types = modules.flatMap((module) => (cacheEntry(build, `${module}XmlFiles`) ?? '').split(';'));
  // Plain ninja, for --python, makes everything.
  const targets = options.python ? [] : modules.map((module) => `${module}Swig`);
  const title = options.python
    ? 'Run castxml, igenerator and SWIG, and compile'
    : 'Run castxml and igenerator';
  step(title, 'ninja', ['-C', build, ...targets]);
  console.log(`\n${types.length} types in ${modules.length} modules, in ${build}`);
  if (options.python) {
    const folder = path.join(build, 'Wrapping/Generators/Python');
    console.log(`For the prompt: PYTHONPATH=${folder} ${executable(python)} -i -c 'import itk'`);
  }
}

/** The real path of a Python. CMake needs a path, and `python3` may be a shim of a version manager. */
function executable(command) {
  return spawnSync(command, ['-c', 'import sys; print(sys.executable, end="")'], { encoding: 'utf8' }).stdout;
}
