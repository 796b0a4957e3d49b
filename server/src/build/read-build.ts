import * as l10n from '@vscode/l10n';
import { type BuildFs, diskFs, textOrNull } from '../host/build-files';
import { hasWrapping } from './cmake-cache';
import { commandLengthProblems } from './generators/command-length';
import { externalModules } from './external-modules';
import { itkVersionOf } from './itk-version';
import { layoutOf } from './build-layout';
import { readMakefiles } from './generators/makefiles';
import { readNinja } from './generators/ninja-build';
import type { RawBuild } from './raw-build';
import { absolute, isInside, pathsOf } from './build-paths';
import { schemeOf } from './key-scheme';
import { readSoundCache } from './find/sound-cache';
import { wrapIndex } from './inputs/wrap-index';
import type { BuildModule, BuildProblem, BuildTree, BuildType, Unsound } from './build-tree';

/** `fs` replaces the disk in tests. */
export interface ReadBuildOptions {
  fs?: BuildFs;
}

/**
 * Reads a build folder without running or writing anything. Never throws: `problems` lists everything that is missing or
 * cannot be parsed, and the tree has the rest.
 */
export async function readBuild(dir: string, options: ReadBuildOptions = {}): Promise<BuildTree> {
  const fs = options.fs ?? diskFs;
  const paths = pathsOf(dir);
  const problems: BuildProblem[] = [];
  const cacheFile = paths.join(dir, 'CMakeCache.txt');
  const { entries: cache, unsound, problem } = await readSoundCache(dir, fs);
  if (unsound !== null && problem) return unsoundBuild(dir, cache, unsound, problem);
  if (problem) problems.push(problem);
  else problems.push(...wrappingProblems(cacheFile, cache));

  const generator = cache.get('CMAKE_GENERATOR') ?? '';
  const castxmlKnown = cache.get('CASTXML_EXECUTABLE') ?? null;
  const isNinja = generator === '' || generator.startsWith('Ninja');
  const raw: RawBuild = isNinja
    ? await readNinja(dir, cache, fs)
    : await readMakefiles(dir, cache, generator, fs);
  problems.push(...raw.problems);

  const wraps = wrapIndex(raw.configureInputs.filter((file) => file.endsWith('.wrap')));
  const types: BuildType[] = [];
  const modules: BuildModule[] = [];
  const seen = new Set<string>();
  const typeByName = new Map(raw.types.map((type) => [type.name, type]));
  for (const module of raw.modules) {
    const names = module.types.filter((name) => typeByName.has(name));
    const wrappingDir = wraps.dirOf(module.types, module.name);
    for (const name of names) {
      const type = typeByName.get(name);
      if (!type || seen.has(name)) continue;
      seen.add(name);
      types.push({ ...type, module: module.name, wrap: wraps.fileOf(name, wrappingDir) });
    }
    modules.push({ ...module, types: names, wrappingDir });
  }
  if (types.length === 0 && problems.length === 0) problems.push(nothingWrapped(dir, cache));

  const layout = layoutOf(dir, types, raw);
  const tree: BuildTree = {
    dir,
    source: sourceOf(dir, cache),
    project: cache.get('CMAKE_PROJECT_NAME') ?? '',
    itkVersion: await itkVersionOf(dir, cache, fs),
    generator,
    layout,
    castxml: types.find((type) => type.castxml)?.castxml?.argv[0] ?? castxmlKnown,
    scheme: await schemeOf(types, (file) => textOrNull(file, fs)),
    modules,
    types,
    configureInputs: raw.configureInputs,
    external: isInside(layout.typedefs, dir)
      ? await externalModules(
          {
            dir,
            source: sourceOf(dir, cache),
            typedefs: layout.typedefs,
            modules: new Set(modules.map(({ name }) => name)),
          },
          fs,
        )
      : [],
    cache,
    unsound: null,
    problems,
  };
  problems.push(...commandLengthProblems(tree));
  return tree;
}

function sourceOf(dir: string, cache: ReadonlyMap<string, string>): string {
  const home = cache.get('CMAKE_HOME_DIRECTORY');
  return home ? absolute(dir, home) : '';
}

/** An empty build with the reason why it was not read: its files belong to another folder, or cannot be trusted. */
function unsoundBuild(
  dir: string,
  cache: ReadonlyMap<string, string>,
  unsound: Unsound,
  problem: BuildProblem,
): BuildTree {
  return {
    dir,
    source: sourceOf(dir, cache),
    project: cache.get('CMAKE_PROJECT_NAME') ?? '',
    itkVersion: null,
    generator: cache.get('CMAKE_GENERATOR') ?? '',
    layout: layoutOf(dir, [], { pklDir: null, modules: [] }),
    castxml: null,
    scheme: 'manifest',
    modules: [],
    types: [],
    configureInputs: [],
    external: [],
    cache,
    unsound,
    problems: [problem],
  };
}

function wrappingProblems(file: string, cache: ReadonlyMap<string, string>): BuildProblem[] {
  if (hasWrapping(cache)) return [];
  const value = cache.get('ITK_WRAP_PYTHON');
  return [
    {
      file,
      message:
        value === undefined
          ? l10n.t('Python wrapping is off in this build (ITK_WRAP_PYTHON is not set).')
          : l10n.t('Python wrapping is off in this build (ITK_WRAP_PYTHON is {0}).', value),
      next: l10n.t('Configure it with -DITK_WRAP_PYTHON=ON.'),
    },
  ];
}

function nothingWrapped(dir: string, cache: ReadonlyMap<string, string>): BuildProblem {
  // An external module is the only module of its build, so there is no other one to enable.
  if (cache.has('ITK_DIR')) {
    const wrapping = `${sourceOf(dir, cache)}/wrapping`;
    return {
      file: `${wrapping}/CMakeLists.txt`,
      message: l10n.t('This build has no CastXML runs: nothing is wrapped in {0}.', wrapping),
      next: l10n.t('Add a .wrap file to that folder, and run CMake again.'),
    };
  }
  return {
    file: dir,
    message: l10n.t('This build has no CastXML runs: no wrapped module is enabled in it.'),
    next: l10n.t('Enable modules, or Module_<name> options, and run CMake again.'),
  };
}
