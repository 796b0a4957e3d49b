import { existsSync } from 'node:fs';
import path from 'node:path';
import { hasWrapping } from '../../build/cmake-cache';
import { activeBuild, isNeutralFolder } from '../../build/find/active-build';
import { findBuilds } from '../../build/find/find-builds';
import { readSoundCache } from '../../build/find/sound-cache';
import { type NamedModule, ninjaNames } from '../../build/generators/ninja-names';
import { type BuildFs, diskFs } from '../../host/build-files';
import { unknownModule, unknownType } from '../../pipeline/state/unknown-states';
import type { FirstNames } from '../../shared/protocol';
import { moduleView, typeView } from '../translate/to-protocol';

/**
 * The modules and types of the build that the server will show for a workspace folder, without states. It takes a fraction of
 * the time of reading the build, because only names are read. Null if there is no such build or if it cannot be read this way
 * (only Ninja's files can). What the server shows later replaces it.
 *
 * @param buildDirectory the build that the settings name, absolute. Empty if they name none
 */
export async function firstNames(
  folder: string,
  buildDirectory: string,
  fs: BuildFs = diskFs,
): Promise<FirstNames | null> {
  const dir = buildDirectory || (await foundIn(folder, fs));
  if (dir === undefined || !existsSync(path.join(dir, 'CMakeCache.txt'))) return null;
  const { entries: cache, unsound, problem } = await readSoundCache(dir, fs);
  // The server explains what is wrong.
  if (unsound !== null || problem !== null || !hasWrapping(cache)) return null;
  const modules = await ninjaNames(dir, cache, fs);
  const types = modules.flatMap((module) => module.types.map((type) => nameOfType(type, module)));
  if (types.length === 0) return null;
  return { modules: modules.map(nameOfModule), types };
}

async function foundIn(folder: string, fs: BuildFs): Promise<string | undefined> {
  return activeBuild(await findBuilds([folder], {}, fs), folder, isNeutralFolder(folder))?.dir;
}

// Labels of states are left out, because the state is not even being computed yet.
function nameOfType(
  { name, wrap, xml }: NamedModule['types'][number],
  module: NamedModule,
): FirstNames['types'][number] {
  const stem = xml.slice(0, -'.xml'.length);
  const files = { wrap, xml, cxx: `${stem}.cxx`, inc: `${stem}.castxml.inc` };
  return { ...typeView(unknownType({ name, module: module.name, ...files })), stateLabel: '' };
}

function nameOfModule({ name, wrappingDir, types }: NamedModule): FirstNames['modules'][number] {
  const named = { name, wrappingDir, types: types.map((type) => type.name), dependencies: [], stamp: null };
  return {
    ...moduleView(unknownModule({ ...named, stampGeneration: 'none' })),
    stateLabel: '',
    consequence: null,
  };
}
