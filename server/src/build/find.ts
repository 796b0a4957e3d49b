import type { Dirent } from 'node:fs';
import { hasWrapping, parseCMakeCache } from './cmakeCache';
import { type BuildFs, diskFs, mtimeOrNull, textOrNull } from './files';
import { itkVersionOf } from './itkVersion';
import { absolute, pathKey, pathsOf } from './paths';
import type { BuildProblem } from './types';

/** Where a candidate was found. */
export type BuildOrigin = 'setting' | 'cmake-tools' | 'inside' | 'beside' | 'itk-dir';

/** A folder that looks like a build of ITK, or of a module against ITK. */
export interface BuildCandidate {
  dir: string;
  origin: BuildOrigin;
  /** The workspace folder it belongs to: the one whose source it builds, else the one it was found by. */
  folder: string | null;
  project: string;
  source: string;
  generator: string;
  itkVersion: string | null;
  /** The ITK build that an external module is built against. */
  itkDir: string | null;
  /** Whether there is anything in it to show. */
  usable: boolean;
  /** What is the matter with it and what to do next; a usable one may have some too. */
  problems: readonly BuildProblem[];
  /** When it was last configured, milliseconds since 1970. */
  configuredMs: number;
}

export interface FindSettings {
  /** Build folders that the user names. They are candidates even where they are unusable, and come first. */
  buildDirectories?: readonly string[];
  /** Build folders that another tool of the editor uses, such as CMake Tools: the first choice among those that nobody names. */
  toolDirectories?: readonly string[];
  /** How many levels below a workspace folder, and below its siblings, are searched. */
  depth?: number;
  besideDepth?: number;
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

/**
 * Finds build folders with ITK's Python wrapping: those named by the settings, those that CMake Tools uses, in and beside the
 * workspace folders, and the ITK builds that found external modules are built against. CMake builds that have nothing to do
 * with ITK are left out. The best candidate for a folder comes first: named, then used by CMake Tools, then usable, then last
 * configured.
 */
export async function findBuilds(
  folders: readonly string[],
  settings: FindSettings = {},
  fs: BuildFs = diskFs,
): Promise<BuildCandidate[]> {
  const found = new Map<string, BuildCandidate>();
  const consider = async (dir: string, origin: BuildOrigin, folder: string | null): Promise<void> => {
    const key = pathKey(dir);
    if (found.has(key)) return;
    const candidate = await inspectBuild(dir, origin, folder, fs);
    if (!candidate) return;
    found.set(key, candidate);
    if (candidate.itkDir !== null) await consider(candidate.itkDir, 'itk-dir', folder);
  };
  for (const dir of settings.buildDirectories ?? [])
    await consider(absolute(folders[0] ?? dir, dir), 'setting', null);

  for (const dir of settings.toolDirectories ?? []) await consider(absolute(dir, dir), 'cmake-tools', null);

  const walk = new Walk(fs, settings.signal);
  for (const folder of folders)
    for await (const dir of walk.cacheFolders(folder, settings.depth ?? DEPTH))
      await consider(dir, 'inside', folder);
  for (const folder of folders) {
    const parent = pathsOf(folder).dirname(folder);
    if (parent === folder) continue;
    for await (const dir of walk.cacheFolders(parent, 1 + (settings.besideDepth ?? BESIDE_DEPTH)))
      await consider(dir, 'beside', folder);
  }
  const candidates = [...found.values()].map((candidate) => ({
    ...candidate,
    folder: ownerOf(candidate, folders),
  }));
  return candidates.sort(byPreference);
}

/** Looks at one folder. Null where it is not a build of ITK or against ITK and the user did not name it. */
export async function inspectBuild(
  dir: string,
  origin: BuildOrigin,
  folder: string | null,
  fs: BuildFs = diskFs,
): Promise<BuildCandidate | null> {
  const paths = pathsOf(dir);
  const file = paths.join(dir, 'CMakeCache.txt');
  const text = await textOrNull(file, fs);
  const cache = parseCMakeCache(text ?? '');
  const project = cache.get('CMAKE_PROJECT_NAME') ?? '';
  const itkDirSetting = cache.get('ITK_DIR');
  const itkDir =
    itkDirSetting && !itkDirSetting.endsWith('-NOTFOUND') && project !== 'ITK'
      ? absolute(dir, itkDirSetting)
      : null;
  const named = origin === 'setting' || origin === 'itk-dir';
  const aboutItk = project === 'ITK' || cache.has('ITK_WRAP_PYTHON') || itkDir !== null;
  if (!aboutItk && !named) return null;

  const generator = cache.get('CMAKE_GENERATOR') ?? '';
  const source = cache.get('CMAKE_HOME_DIRECTORY') ?? '';
  const problems: BuildProblem[] = [];
  const say = (message: string, next: string): void => void problems.push({ file, message, next });
  let usable = true;
  const unusable = (message: string, next: string): void => {
    usable = false;
    say(message, next);
  };
  const wrapping = hasWrapping(cache);
  const madeAt = cache.get('CMAKE_CACHEFILE_DIR');
  if (text === null)
    unusable(
      `${dir} has no CMakeCache.txt that can be read.`,
      'Configure it with CMake, or name another build folder.',
    );
  else if (!aboutItk)
    unusable(
      `${dir} builds ${project || 'a project'} that does not use ITK.`,
      'Name a build folder of ITK or of a module against it.',
    );
  else if (!wrapping)
    unusable('Python wrapping is off in this build.', 'Configure it with -DITK_WRAP_PYTHON=ON.');
  else if (madeAt !== undefined && pathKey(absolute(dir, madeAt)) !== pathKey(dir))
    say(
      `This build was configured at ${madeAt} and moved or copied here.`,
      'Configure it here before building.',
    );
  if (usable && source !== '' && (await mtimeOrNull(paths.join(source, 'CMakeLists.txt'), fs)) === null)
    say(`Its source folder ${source} is gone.`, 'Put the sources back, or remove this build folder.');
  if (
    usable &&
    generator.startsWith('Ninja') &&
    (await mtimeOrNull(paths.join(dir, 'build.ninja'), fs)) === null
  )
    unusable(
      'CMake has not finished: there is no build.ninja.',
      'Run CMake for this folder and look at its last error.',
    );
  else if (usable && !/Ninja|Makefiles/.test(generator))
    say(
      `It is configured for "${generator || 'no generator'}", not for Ninja or make: states are shown, but single types and modules cannot be run.`,
      'Configure another build folder with -G Ninja.',
    );
  return {
    dir,
    origin,
    folder,
    project,
    source,
    generator,
    itkVersion: usable ? await itkVersionOf(dir, cache, fs) : null,
    itkDir,
    usable,
    problems,
    configuredMs: (await mtimeOrNull(file, fs)) ?? 0,
  };
}

/** The workspace folder in whose tree the source lies, or that lies in the source's; else the one it was found by. */
function ownerOf(candidate: BuildCandidate, folders: readonly string[]): string | null {
  const inside = (inner: string, outer: string): boolean =>
    outer !== '' && (pathKey(inner) + '/').startsWith(pathKey(outer).replace(/\/$/, '') + '/');
  const { source } = candidate;
  if (source === '') return candidate.folder;
  return folders.find((f) => inside(source, f)) ?? folders.find((f) => inside(f, source)) ?? candidate.folder;
}

function byPreference(a: BuildCandidate, b: BuildCandidate): number {
  const origin = ({ origin, usable }: BuildCandidate): number =>
    origin === 'setting' ? 0 : origin === 'cmake-tools' && usable ? 4 : 8;
  const rank = (candidate: BuildCandidate): number =>
    origin(candidate) + (candidate.usable ? 0 : 2) + (candidate.problems.length === 0 ? 0 : 1);
  return rank(a) - rank(b) || b.configuredMs - a.configuredMs;
}

/** Walks folders breadth first, each once, following no links, within a bound for all walks together. */
class Walk {
  private visited = 0;
  private readonly seen = new Set<string>();

  constructor(
    private readonly fs: BuildFs,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Folders that hold a CMakeCache.txt. One with wrapping in it is not searched further: build trees are large. */
  async *cacheFolders(root: string, depth: number): AsyncGenerator<string> {
    let level = [root];
    for (let left = depth; left >= 0 && level.length > 0; left -= 1) {
      const next: string[] = [];
      for (const dir of level) {
        const key = pathKey(dir);
        if (this.signal?.aborted || this.visited >= MAX_FOLDERS) return;
        if (this.seen.has(key)) continue;
        // A folder at the end of one walk's depth may be looked into by another, so only inner ones are remembered.
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
