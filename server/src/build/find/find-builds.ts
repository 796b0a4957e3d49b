import type { Dirent } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { hasWrapping } from '../cmake-cache';
import { type BuildFs, diskFs, mtimeOrNull } from '../../host/build-files';
import { itkVersionOf } from '../itk-version';
import { currentUser, isPrivate, type User } from './ownership';
import { absolute, isInside, pathKey, pathsOf } from '../build-paths';
import { readSoundCache } from './sound-cache';
import type { BuildProblem, Unsound } from '../build-tree';
import { sentences } from '../../shared/l10n/sentences';

/**
 * Where a candidate was found. `itk-dir`: an external module is built against it; `made-in`: a moved or copied build was
 * configured there.
 */
export type BuildOrigin = 'setting' | 'cmake-tools' | 'inside' | 'beside' | 'itk-dir' | 'made-in';

/**
 * Whether a candidate may be shown and used without asking.
 * - `named`: the user named it, in the settings, by CMake Tools, or by opening the build folder itself
 * - `own`: it builds the sources of a workspace folder, and nobody else can have created it there
 * - `offered`: anything else. It is listed, and used only if the user chooses it
 */
export type BuildChoice = 'named' | 'own' | 'offered';

/** A folder that looks like a build of ITK, or of a module against ITK. */
export interface BuildCandidate {
  dir: string;
  origin: BuildOrigin;
  choice: BuildChoice;
  /** The workspace folder whose sources it builds, or that is the build; null if it builds other sources. */
  folder: string | null;
  project: string;
  source: string;
  generator: string;
  itkVersion: string | null;
  /** The ITK build that an external module is built against. */
  itkDir: string | null;
  /** The folder that it was configured in, if it was moved or copied. */
  madeIn: string | null;
  /** Why its CMakeCache.txt cannot be trusted; null if it can. */
  unsound: Unsound | null;
  /** Whether there is anything in it to show. */
  usable: boolean;
  /** Its problems, and what to do next. A usable build may have some too. */
  problems: readonly BuildProblem[];
  /** When it was last configured, milliseconds since 1970. */
  configuredMs: number;
}

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

const SKIPPED = new Set([
  'node_modules',
  'CMakeFiles',
  '_deps',
  'Testing',
  '__pycache__',
  'venv',
  'site-packages',
]);
const DEPTH = 4;
const BESIDE_DEPTH = 1;
const MAX_FOLDERS = 20_000;

/** The facts that {@link inspectBuild} reads from the folder itself. */
type Inspected = Omit<BuildCandidate, 'choice' | 'folder'>;

/**
 * Finds build folders with ITK's Python wrapping:
 * - those in the settings, and those that CMake Tools uses
 * - those in and next to the workspace folders
 * - the ITK builds of external modules that were found
 *
 * CMake builds without ITK are omitted. The result is sorted, best first: those in the settings, then usable ones of CMake
 * Tools, then those that may be used without asking. Among equals, usable builds without problems come first, then those of
 * exactly a workspace folder, then those inside a workspace folder, then the most recently configured ones.
 */
export async function findBuilds(
  folders: readonly string[],
  settings: FindSettings = {},
  fs: BuildFs = diskFs,
): Promise<BuildCandidate[]> {
  const found = new Map<string, Inspected>();
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

  const walk = new Walk(fs, settings.signal);
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

/** Inspects one folder. Null if it is not a build of ITK or against ITK, and the user did not name it. */
export async function inspectBuild(
  dir: string,
  origin: BuildOrigin,
  fs: BuildFs = diskFs,
): Promise<Inspected | null> {
  const paths = pathsOf(dir);
  const file = paths.join(dir, 'CMakeCache.txt');
  const { entries: cache, unsound, problem, madeIn } = await readSoundCache(dir, fs);
  const project = cache.get('CMAKE_PROJECT_NAME') ?? '';
  const itkDirSetting = cache.get('ITK_DIR');
  const itkDir =
    itkDirSetting && !itkDirSetting.endsWith('-NOTFOUND') && project !== 'ITK'
      ? absolute(dir, itkDirSetting)
      : null;
  const named = origin === 'setting' || origin === 'itk-dir';
  const aboutItk =
    project === 'ITK' ||
    cache.has('ITK_WRAP_PYTHON') ||
    itkDir !== null ||
    // A damaged file does not say what the build is for, but the files that the build generated do.
    (unsound === 'damaged' && (await hasWrappingFolder(dir, fs)));
  if (!aboutItk && !named) return null;

  const generator = cache.get('CMAKE_GENERATOR') ?? '';
  const home = cache.get('CMAKE_HOME_DIRECTORY') ?? '';
  const source = home === '' ? '' : absolute(dir, home);
  const problems: BuildProblem[] = [];
  const say = (message: string, next: string): void => void problems.push({ file, message, next });
  let usable = true;
  const unusable = (message: string, next: string): void => {
    usable = false;
    say(message, next);
  };
  if (problem !== null && unsound === null)
    unusable(
      l10n.t('{0} has no CMakeCache.txt that can be read.', dir),
      l10n.t('Configure it with CMake, or name another build folder.'),
    );
  else if (problem !== null) unusable(problem.message, problem.next);
  else if (!aboutItk)
    unusable(
      project === ''
        ? l10n.t('{0} builds a project that does not use ITK.', dir)
        : l10n.t('{0} builds {1}, which does not use ITK.', dir, project),
      l10n.t('Name a build folder of ITK or of a module against it.'),
    );
  else if (!hasWrapping(cache))
    unusable(
      l10n.t('Python wrapping is off in this build.'),
      l10n.t('Configure it with -DITK_WRAP_PYTHON=ON.'),
    );
  if (usable && source !== '' && (await mtimeOrNull(paths.join(source, 'CMakeLists.txt'), fs)) === null)
    say(
      l10n.t('Its source folder {0} is gone.', source),
      l10n.t('Put the sources back, or remove this build folder.'),
    );
  if (
    usable &&
    generator.startsWith('Ninja') &&
    (await mtimeOrNull(paths.join(dir, 'build.ninja'), fs)) === null
  )
    unusable(
      l10n.t('CMake has not finished: there is no build.ninja.'),
      l10n.t('Run CMake for this folder and look at its last error.'),
    );
  else if (usable && !/Ninja|Makefiles/.test(generator))
    say(
      sentences(
        generator === ''
          ? l10n.t('It is configured without a generator.')
          : l10n.t('It is configured for “{0}”, not for Ninja or make.', generator),
        l10n.t('States are shown, but single types and modules cannot be run.'),
      ),
      l10n.t('Configure another build folder with -G Ninja.'),
    );
  return {
    dir,
    origin,
    project,
    source,
    generator,
    itkVersion: usable ? await itkVersionOf(dir, cache, fs) : null,
    itkDir,
    madeIn,
    unsound,
    usable,
    problems,
    configuredMs: (await mtimeOrNull(file, fs)) ?? 0,
  };
}

/** Why a candidate is not used unless the user chooses it, in one sentence. Empty if it is used without asking. */
export function whyOffered({
  choice,
  folder,
  source,
}: Pick<BuildCandidate, 'choice' | 'folder' | 'source'>): string {
  if (choice !== 'offered') return '';
  if (folder !== null) return l10n.t('It is outside the workspace, and other users could have created it.');
  return source === ''
    ? l10n.t('It builds other sources, which are not known.')
    : l10n.t('It builds other sources: {0}.', source);
}

/** A candidate, and how close its sources are to the folder: 0 if they are the folder. */
interface Placed {
  candidate: BuildCandidate;
  distance: number;
}

/** Says which workspace folder a build belongs to, and whether it may be used without asking. */
async function place(
  inspected: Inspected,
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

function byPreference(a: Placed, b: Placed): number {
  const rank = ({ candidate, distance }: Placed): number[] => [
    candidate.origin === 'setting' ? 0 : candidate.origin === 'cmake-tools' && candidate.usable ? 1 : 2,
    candidate.choice === 'offered' ? 1 : 0,
    candidate.usable ? 0 : 1,
    candidate.problems.length === 0 ? 0 : 1,
    distance,
    candidate.origin === 'inside' ? 0 : 1,
    -candidate.configuredMs,
  ];
  const [first, second] = [rank(a), rank(b)];
  const at = first.findIndex((value, n) => value !== second[n]);
  return at < 0 ? 0 : (first[at] ?? 0) - (second[at] ?? 0);
}

async function hasCache(dir: string, fs: BuildFs): Promise<boolean> {
  return (await mtimeOrNull(pathsOf(dir).join(dir, 'CMakeCache.txt'), fs)) !== null;
}

async function hasWrappingFolder(dir: string, fs: BuildFs): Promise<boolean> {
  return (await mtimeOrNull(pathsOf(dir).join(dir, 'Wrapping'), fs)) !== null;
}

/** The path with links resolved; unchanged if the file does not exist. */
async function realPath(file: string, fs: BuildFs): Promise<string> {
  return fs.realpath(file).catch(() => file);
}

/** Walks folders breadth first. It enters each folder once, follows no links, and has a common limit for all walks. */
class Walk {
  private visited = 0;
  private readonly seen = new Set<string>();

  constructor(
    private readonly fs: BuildFs,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Folders with a CMakeCache.txt. A build with wrapping is not searched further, because build trees are large. */
  async *cacheFolders(root: string, depth: number): AsyncGenerator<string> {
    let level = [root];
    for (let left = depth; left >= 0 && level.length > 0; left -= 1) {
      const next: string[] = [];
      for (const dir of level) {
        const key = pathKey(dir);
        if (this.signal?.aborted || this.visited >= MAX_FOLDERS) return;
        if (this.seen.has(key)) continue;
        // Another walk may enter a folder at the depth limit of this one, so only inner folders are remembered.
        if (left > 0) this.seen.add(key);
        this.visited += 1;
        const entries = await this.list(dir);
        const isBuild = entries.some((entry) => entry.name === 'CMakeCache.txt');
        if (isBuild) yield dir;
        if (isBuild && entries.some((entry) => entry.name === 'Wrapping' && entry.isDirectory())) continue;
        for (const entry of entries)
          if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name))
            next.push(pathsOf(dir).join(dir, entry.name));
      }
      level = next;
    }
  }

  private async list(dir: string): Promise<Dirent[]> {
    try {
      return await this.fs.readdir(dir, { withFileTypes: true });
    } catch {
      return [];
    }
  }
}
