import * as l10n from '@vscode/l10n';
import { type BuildFs, namesIn, textOrNull } from '../../host/build-files';
import { readMakefileRules } from './makefile-rules';
import { rawBuildOf, type RawBuild, type RawModule, type RawType } from '../raw-build';
import { absolute, pathsOf, typeNameOf } from '../build-paths';
import { wrapIndex } from '../inputs/wrap-index';

/**
 * Reads a build whose generator is not Ninja. A Makefiles build gives the same data as a Ninja build. Other builds give only
 * their inputs on disk and the modules in their cache. Their commands are unknown.
 */
export async function readMakefiles(
  dir: string,
  cache: ReadonlyMap<string, string>,
  generator: string,
  fs: BuildFs,
): Promise<RawBuild> {
  const paths = pathsOf(dir);
  const rules = await readMakefileRules(dir, fs);
  if (rules.castxml.length > 0) {
    const file = paths.join(dir, 'Makefile');
    return {
      ...(await rawBuildOf(rules, { file, dir, cache, fs })),
      configureInputs: await configureInputsOf(dir, fs),
    };
  }
  const home = paths.join(dir, 'Wrapping');
  let inputs = paths.join(home, 'castxml_inputs');
  let names = await namesIn(inputs, fs);
  if (!names.some((name) => name.endsWith('.cxx'))) [inputs, names] = [home, await namesIn(home, fs)];
  const present = new Set(names);
  const stems = names.filter((name) => present.has(name.replace(/\.cxx$/, 'SwigInterface.h.in')));
  const types: RawType[] = stems
    .filter((name) => name.endsWith('.cxx'))
    .map((name) => {
      const stem = paths.join(inputs, name.slice(0, -'.cxx'.length));
      const shared = paths.join(inputs, '.castxml.inc');
      const own = present.has(`${paths.basename(stem)}.castxml.inc`);
      return {
        name: paths.basename(stem),
        cxx: stem + '.cxx',
        inc: own || !present.has('.castxml.inc') ? stem + '.castxml.inc' : shared,
        xml: stem + '.xml',
        castxml: null,
        inputs: [],
        swig: null,
      };
    });
  const configureInputs = await configureInputsOf(dir, fs);
  const wrapFiles = configureInputs.filter((file) => file.endsWith('.wrap'));
  const modules = modulesOf(dir, cache, wrapFiles, new Set(types.map((type) => type.name)));
  const has53 = paths.basename(inputs) === 'castxml_inputs';
  return {
    types,
    modules,
    configureInputs,
    pklDir: has53 ? paths.join(home, 'Generators', 'Python', 'itk-pkl') : null,
    problems: [
      {
        file: paths.join(dir, 'CMakeCache.txt'),
        message: l10n.t(
          'This build uses the generator “{0}”: its inputs, states and stamps are shown, but its commands are unknown.',
          generator,
        ),
        next: l10n.t('To run single types and modules, configure a build with -G Ninja.'),
      },
    ],
  };
}

/** The files that CMake has read, which its Makefile generators list. Empty for other generators. */
async function configureInputsOf(dir: string, fs: BuildFs): Promise<string[]> {
  const text = (await textOrNull(pathsOf(dir).join(dir, 'CMakeFiles', 'Makefile.cmake'), fs)) ?? '';
  const [, after = ''] = text.split('set(CMAKE_MAKEFILE_DEPENDS', 2);
  const [list = ''] = after.split(/^[ \t]*\)/m, 1);
  return [...list.matchAll(/^[ \t]*"([^"\n]+)"[ \t]*\r?$/gm)].map((found) => absolute(dir, found[1] ?? ''));
}

/** One module for each `<M>SwigFiles` (a list of `.i` files) that ITK's wrapping leaves in the cache. */
function modulesOf(
  dir: string,
  cache: ReadonlyMap<string, string>,
  wrapFiles: readonly string[],
  known: ReadonlySet<string>,
): RawModule[] {
  const modules: RawModule[] = [];
  const add = (name: string, types: string[], outputs: string[]): void =>
    void modules.push({
      name,
      types,
      dependencies: [],
      stampGeneration: 'none',
      stamp: null,
      igenerator: null,
      igeneratorOutputs: outputs,
      igeneratorInputs: [],
      swig: null,
    });
  const left = new Set(known);
  for (const [key, value] of cache) {
    const name = /^(.+)SwigFiles$/.exec(key)?.[1];
    if (name === undefined) continue;
    const interfaces = value.split(';').filter((file) => file.endsWith('.i'));
    const types = interfaces.map(typeNameOf).filter((type) => left.delete(type));
    const others = ['IdxFiles', 'PyiIdxFiles'].flatMap((kind) => (cache.get(name + kind) ?? '').split(';'));
    const outputs = [...interfaces, ...others].filter((file) => file !== '');
    if (types.length > 0)
      add(
        name,
        types,
        outputs.map((file) => absolute(dir, file)),
      );
  }
  const wraps = wrapIndex(wrapFiles);
  const byFolder = new Map<string, string[]>();
  for (const type of left) {
    const file = wraps.fileOf(type, null);
    const paths = pathsOf(dir);
    const folder = file === null ? 'unknown' : paths.basename(paths.dirname(paths.dirname(file)));
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), type]);
  }
  for (const [folder, types] of byFolder) add(folder, types, []);
  return modules;
}
