import * as l10n from '@vscode/l10n';
import type { ExternalModule } from './build-tree';
import { type BuildFs, namesIn, textOrNull } from '../host/build-files';
import { absolute, cmakeList, isInside, pathKey, pathsOf } from './build-paths';
import { sentences } from '../shared/l10n/sentences';
import { plural } from '../shared/l10n/localized-plural';

/** The data that distinguishes a build's own modules from external ones. */
export interface OwnModules {
  dir: string;
  source: string;
  /** The folder of the `.mdx` files. */
  typedefs: string;
  /** Names of the modules that the build itself wraps. */
  modules: ReadonlySet<string>;
}

/**
 * The external modules that were configured against a build of ITK, by name. Modules of earlier configurations of the build
 * itself are not included: their headers are in its sources. Never throws.
 */
export async function externalModules(own: OwnModules, fs: BuildFs): Promise<ExternalModule[]> {
  const paths = pathsOf(own.dir);
  const found: ExternalModule[] = [];
  for (const file of (await namesIn(own.typedefs, fs)).sort()) {
    const name = /^(.+)\.mdx$/.exec(file)?.[1];
    if (name === undefined || own.modules.has(name)) continue;
    const folders = await includeFoldersOf(name, own.dir, fs);
    const outside = folders.filter((folder) => !isInside(folder, own.dir) && !isInside(folder, own.source));
    const configuredIn = await firstBuild(outside, fs);
    // A module that was configured elsewhere is external, wherever its headers are.
    if (configuredIn === null && (outside.length === 0 || outside.length < folders.length)) continue;
    const text = (await textOrNull(paths.join(own.typedefs, file), fs)) ?? '';
    const lines = text.split('\n').map((line) => line.trim());
    const types = lines
      .filter((line) => /^\S+\.idx$/.test(line))
      .map((line) => line.slice(0, -'.idx'.length));
    found.push({ name, types, configuredIn });
  }
  return found;
}

/** The maximum number of types that a sentence names. */
const NAMED = 3;

/** Says which external module some types belong to. */
export function externalText({ name, configuredIn, types }: ExternalModule): string {
  const all = types.slice(0, NAMED).join(', ');
  const named = types.length <= NAMED ? all : l10n.t('{0} and {1} more', all, types.length - NAMED);
  const owner =
    types.length === 0
      ? l10n.t('What it wraps belongs to the external module {0}.', name)
      : plural(
          types.length,
          l10n.t('{0} belongs to the external module {1}.', named, name),
          l10n.t('{0} belong to the external module {1}.', named, name),
        );
  const place =
    configuredIn === null
      ? l10n.t('The build folder of that module is gone.')
      : l10n.t('That module was configured in {0}.', configuredIn);
  return sentences(owner, place);
}

/** The include folders that a module exports, from the file that CMake writes for other modules. */
async function includeFoldersOf(module: string, dir: string, fs: BuildFs): Promise<string[]> {
  const paths = pathsOf(dir);
  const packages = paths.join(dir, 'lib', 'cmake');
  for (const version of await namesIn(packages, fs)) {
    const text = await textOrNull(paths.join(packages, version, 'Modules', `${module}.cmake`), fs);
    const list = /^set\(\S+_INCLUDE_DIRS "([^"]*)"\)/m.exec(text ?? '')?.[1];
    if (list !== undefined) return cmakeList(list).map((folder) => absolute(dir, folder));
  }
  return [];
}

/** The maximum depth of a module's headers in its build folder. */
const DEPTH = 3;

/** The build folder of an external module that contains one of these include folders. */
async function firstBuild(folders: readonly string[], fs: BuildFs): Promise<string | null> {
  const seen = new Set<string>();
  for (const folder of folders) {
    const paths = pathsOf(folder);
    let at = folder;
    for (let level = 0; level < DEPTH; level += 1) {
      at = paths.dirname(at);
      if (seen.has(pathKey(at))) break;
      seen.add(pathKey(at));
      if (/^ITK_DIR:/m.test((await textOrNull(paths.join(at, 'CMakeCache.txt'), fs)) ?? '')) return at;
    }
  }
  return null;
}
