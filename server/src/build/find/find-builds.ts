import { type BuildFs, diskFs, mtimeOrNull } from '../../host/build-files';
import { absolute, isInside, pathKey, pathsOf } from '../build-paths';
import type { BuildCandidate, BuildOrigin } from './build-candidate';
import { FolderWalk } from './cache-folders';
import { inspectBuild, type InspectedBuild } from './inspect-build';
import { currentUser, isPrivate, type User } from './ownership';
import { byPreference, type Placed } from './preference';

/** Where to search, and which folders were named. */
export interface FindSettings {
  /** Build folders that the user named. They are candidates even if they are unusable, and come first. */
  buildDirectories?: readonly string[];
  /**
   * Build folders that another extension uses, such as CMake Tools. They are the first choice among those that the user did
   * not name.
   */
  toolDirectories?: readonly string[];
  /** The number of levels to search below a workspace folder and below its siblings. */
  depth?: number;
  besideDepth?: number;
  /** Whose folders count as private. Default: the user of this process. */
  user?: User | null;
  signal?: AbortSignal;
}

const DEPTH = 4;
const BESIDE_DEPTH = 1;

/**
 * Finds build folders with ITK's Python wrapping:
 * - those in the settings, and those that CMake Tools uses
 * - those in and next to the workspace folders
 * - the ITK builds of external modules that were found
 *
 * CMake builds without ITK are omitted. The result is sorted by {@link byPreference}.
 */
export async function findBuilds(
  folders: readonly string[],
  settings: FindSettings = {},
  fs: BuildFs = diskFs,
): Promise<BuildCandidate[]> {
  const found = new Map<string, InspectedBuild>();
  const consider = async (dir: string, origin: BuildOrigin): Promise<void> => {
    const key = pathKey(dir);
    const known = found.get(key);
    if (known) {
      // A build found through another build may be inside the workspace.
      if (known.origin === 'itk-dir' || known.origin === 'made-in') known.origin = origin;
      return;
    }
    const candidate = await inspectBuild(dir, origin, fs);
    if (!candidate) return;
    found.set(key, candidate);
    if (candidate.itkDir !== null) await consider(candidate.itkDir, 'itk-dir');
    if (candidate.madeIn !== null && (await hasCache(candidate.madeIn, fs)))
      await consider(candidate.madeIn, 'made-in');
  };
  for (const dir of settings.buildDirectories ?? [])
    await consider(absolute(folders[0] ?? dir, dir), 'setting');

  for (const dir of settings.toolDirectories ?? []) await consider(absolute(dir, dir), 'cmake-tools');

  const walk = new FolderWalk(fs, settings.signal);
  for (const folder of folders)
    for await (const dir of walk.cacheFolders(folder, settings.depth ?? DEPTH)) await consider(dir, 'inside');
  for (const folder of folders) {
    const parent = pathsOf(folder).dirname(folder);
    if (parent === folder) continue;
    for await (const dir of walk.cacheFolders(parent, 1 + (settings.besideDepth ?? BESIDE_DEPTH)))
      await consider(dir, 'beside');
  }
  const user = settings.user === undefined ? currentUser() : settings.user;
  const places = await Promise.all(
    folders.map(async (folder) => ({ folder, real: await realPath(folder, fs) })),
  );
  const candidates: Placed[] = [];
  for (const inspected of found.values()) candidates.push(await place(inspected, places, user, fs));
  return candidates.sort(byPreference).map(({ candidate }) => candidate);
}

async function hasCache(dir: string, fs: BuildFs): Promise<boolean> {
  return (await mtimeOrNull(pathsOf(dir).join(dir, 'CMakeCache.txt'), fs)) !== null;
}

/** Says which workspace folder a build belongs to, and whether it may be used without asking. */
async function place(
  inspected: InspectedBuild,
  folders: readonly { folder: string; real: string }[],
  user: User | null,
  fs: BuildFs,
): Promise<Placed> {
  const { dir, origin } = inspected;
  const named = origin === 'setting' || origin === 'cmake-tools';
  const realDir = await realPath(dir, fs);
  // Opening a build folder, or a part of it, counts as naming it.
  const opened = folders.find(({ real }) => isInside(real, realDir));
  const source = inspected.source === '' ? '' : await realPath(inspected.source, fs);
  const owner =
    opened ??
    // A damaged CMakeCache.txt does not name its sources, so the place of the build decides.
    (source === '' ? folders.find(({ real }) => isInside(realDir, real)) : undefined) ??
    folders.find(({ real }) => real === source) ??
    folders.find(({ real }) => isInside(source, real)) ??
    folders.find(({ real }) => isInside(real, source));
  const trusted = origin === 'inside' || (owner !== undefined && (await isPrivate(dir, fs, user)));
  const choice = named || opened ? 'named' : owner && trusted ? 'own' : 'offered';
  return {
    candidate: { ...inspected, choice, folder: owner?.folder ?? null },
    distance: owner === undefined || owner.real === source ? 0 : 1,
  };
}

/** The path with links resolved; unchanged if the file does not exist. */
async function realPath(file: string, fs: BuildFs): Promise<string> {
  return fs.realpath(file).catch(() => file);
}
