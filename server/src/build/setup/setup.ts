import { constants } from 'node:fs';
import { copyFile, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { ProcessRunner } from '../../host/process';
import { readRegularFile } from '../../host/read-regular-file';
import { diskFs, mtimeOrNull, reasonOf, textOrNull } from '../../host/build-files';
import { readBuild } from '../read-build';
import { compileClient, planClient, type ClientPlan } from './native-client';
import { liesIn, removeFileInside, removeFolderInside } from './remove-inside';
import type { BuildTree } from '../build-tree';

/** The name of the file that CMake includes. It ships in the folder `cmake/`. */
export const SUPPORT_FILE = 'itkWrapCastXMLCacheSupport.cmake';

/** The parts of this program that a build gets to use. */
export interface SetupOptions {
  /** The support file that ships with this program. */
  supportFile: string;
  /** The command that CastXML runs through, as an argument list. */
  launcher: readonly string[];
  /** The source of the client of the resident server, which is put before the launcher. Default: no client. */
  clientSource?: string | null;
  /** The commands that these tools run through. Without one, the tool runs as before. */
  toolLaunchers?: Partial<Record<LaunchedTool, readonly string[]>>;
}

/** The tools after CastXML that may run through the cache, as their names are in CMake's options. */
export const launchedTools = ['IGENERATOR', 'SWIG'] as const;
export type LaunchedTool = (typeof launchedTools)[number];

/** The plan of a setup or its undo. */
export interface SetupPlan {
  kind: 'setup' | 'undo';
  build: BuildTree;
  /** `done`: there is nothing to do. `refused`: it is not possible; `message` and `next` say why and what to do. */
  status: 'ready' | 'done' | 'refused';
  message: string;
  next: string;
  /** The configure run that makes the change. */
  cmake: { file: string; args: readonly string[] } | null;
  /** The files to copy into the build folder before CMake runs. */
  copies: readonly { from: string; to: string }[];
  /** The client to compile before CMake runs. Null if there is none. */
  client: ClientPlan | null;
  /** The stamps and folders of ours to remove afterwards, if they are inside the build. */
  removals: readonly string[];
}

/** The result of a setup or its undo. */
export interface SetupResult {
  /** Whether the build is now as planned. If its configure run failed, the build is restored. */
  ok: boolean;
  message: string;
  /** How many of the CastXML runs use the launcher, and how many of the igenerator runs have a stamp. */
  launched: number;
  types: number;
  stamped: number;
  modules: number;
}

/**
 * Plans to turn on the cache and the stamps for a build of an ITK that has neither, or of an external module. The sources
 * are not touched: the support file is copied into the build folder, and one CMake run is told to include it.
 */
export async function planSetup(build: BuildTree, options: SetupOptions): Promise<SetupPlan> {
  const plan = basePlan('setup', build);
  const refuse = (message: string, next: string): SetupPlan => ({
    ...plan,
    status: 'refused',
    message,
    next,
  });
  const cmake = build.cache.get('CMAKE_COMMAND');
  if (build.types.length === 0 || !build.project || !cmake) {
    const [problem] = build.problems;
    return refuse(
      problem?.message ?? `${build.dir} has no CastXML runs.`,
      problem?.next ?? 'Configure it first.',
    );
  }
  const own = ownCache(build);
  if (own !== null)
    return {
      ...plan,
      status: 'done',
      message: `This build already has its own CastXML cache (${own}), so there is nothing to set up.`,
    };
  if (isNative(build))
    return refuse(
      'This ITK has its own CastXML cache, which is off in this build.',
      'Turn it on with -DITK_WRAP_CASTXML_CACHE=ON.',
    );
  const program = options.launcher.at(-1) ?? '';
  const tools = options.toolLaunchers ?? {};
  for (const file of [options.supportFile, program, ...programsOf(tools)])
    if ((await mtimeOrNull(file, diskFs)) === null)
      return refuse(`${file} is missing.`, 'Build this project first (npm run build), or reinstall it.');

  const installed = installedFile(build);
  const variable = includeVariable(build);
  const previous = chainOf(build);
  const client = await planClient(build, options.clientSource ?? null, installedDir(build));
  const made = 'compiler' in client ? client : null;
  const copies = [
    { from: options.supportFile, to: installed },
    ...(made && options.clientSource ? [{ from: options.clientSource, to: made.source }] : []),
  ];
  const current =
    build.cache.get(variable) === installed &&
    (build.cache.get('ITK_WRAP_CASTXML_CACHE_LAUNCHER') ?? '') === launcherList(options.launcher, made) &&
    (!made || (await mtimeOrNull(made.program, diskFs)) !== null) &&
    launchedTools.every((tool) => isCurrent(build, tool, tools[tool])) &&
    (await Promise.all(copies.map(isCopied))).every(Boolean);
  const state = countsOf(build, program);
  if (current && state.launched === state.types && state.stamped === state.modules)
    return { ...plan, status: 'done', message: 'The cache and the stamps are already on in this build.' };
  return {
    ...plan,
    message:
      `${state.types} CastXML runs get ${program} as their launcher, ` +
      `${state.modules} igenerator runs get a stamp.` +
      ('compiler' in client ? ' A resident server serves hits.' : client.without && ` ${client.without}`) +
      launchedTools
        .map((tool) => (tools[tool] ? ` ${TITLES[tool]} runs through ${tools[tool].at(-1)}.` : ''))
        .join(''),
    next: 'The next build runs these commands once more because they changed. Their outputs come from the cache if possible.',
    copies,
    client: made,
    cmake: {
      file: cmake,
      args: [
        `-D${variable}:FILEPATH=${installed}`,
        `${LAUNCHER_OPTION}${launcherList(options.launcher, made)}`,
        '-DITK_WRAP_CASTXML_CACHE:BOOL=ON',
        ...launchedTools.flatMap((tool) => optionsOf(tool, tools[tool])),
        ...(previous === null ? [] : [`-DITK_WRAP_CASTXML_CACHE_CHAIN:FILEPATH=${previous}`]),
        build.dir,
      ],
    },
  };
}

/** Plans to remove the cache and the stamps from a build, with everything that they left in its folder. */
export function planUndo(build: BuildTree): SetupPlan {
  const plan = basePlan('undo', build);
  const variable = includeVariable(build);
  const cmake = build.cache.get('CMAKE_COMMAND');
  if (!cmake)
    return {
      ...plan,
      status: 'refused',
      message: build.problems[0]?.message ?? `${build.dir} is not a configured build.`,
      next: build.problems[0]?.next ?? 'Configure it with CMake.',
    };
  if (!isOurs(build.cache.get(variable)))
    return { ...plan, status: 'done', message: 'The cache and the stamps were not set up in this build.' };
  const chain = build.cache.get('ITK_WRAP_CASTXML_CACHE_CHAIN');
  // If igenerator has an option for the stamp, it writes the stamp itself. Such a stamp belongs to the build and stays.
  const stamps = build.modules.flatMap(({ stamp, igenerator }) =>
    stamp?.endsWith('.pkl.stamp') && !igenerator?.argv.includes('--pkl_stamp') ? [stamp] : [],
  );
  return {
    ...plan,
    message: 'CastXML, igenerator and SWIG run without the cache again, and igenerator without stamps.',
    next: 'The next build runs these commands once more because they changed.',
    cmake: {
      file: cmake,
      args: [
        ...(chain ? [`-D${variable}:FILEPATH=${chain}`] : ['-U', variable]),
        ...['-U', 'ITK_WRAP_CASTXML_CACHE', '-U', 'ITK_WRAP_CASTXML_CACHE_*', '-U', 'ITK_WRAP_PKL_STAMPS'],
        ...launchedTools.flatMap((tool) => [
          '-U',
          `ITK_WRAP_${tool}_CACHE`,
          '-U',
          `ITK_WRAP_${tool}_CACHE_*`,
        ]),
        build.dir,
      ],
    },
    removals: [...stamps, installedDir(build)],
  };
}

/**
 * Carries out a plan, and reads the build again to check the result. If CMake fails or is cancelled, CMakeCache.txt and the
 * copied files are restored.
 */
export async function applySetup(
  plan: SetupPlan,
  run: ProcessRunner,
  options: { launcher?: readonly string[]; onOutput?: (chunk: Buffer) => void; signal?: AbortSignal } = {},
): Promise<SetupResult> {
  const { build } = plan;
  const result = (ok: boolean, message: string, tree: BuildTree): SetupResult => ({
    ok,
    message,
    ...countsOf(tree, options.launcher?.at(-1) ?? null),
  });
  if (!plan.cmake || plan.status !== 'ready') return result(plan.status === 'done', plan.message, build);
  const cacheFile = path.join(build.dir, 'CMakeCache.txt');
  const cacheBefore = await readRegularFile(cacheFile);
  for (const { from, to } of plan.copies) {
    await mkdir(path.dirname(to), { recursive: true });
    // A link in the build must not redirect the copy to another place.
    if (!(await liesIn(to, [build.dir])))
      return result(false, `${path.dirname(to)} is outside the build, so nothing was written there.`, build);
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  }
  const without = plan.client && (await compileClient(plan.client, run, options.signal));
  let failure: string | null;
  try {
    const { code, signal } = await run({
      file: plan.cmake.file,
      args: without === null ? plan.cmake.args : plan.cmake.args.map(withoutClient(plan.client)),
      cwd: build.dir,
      onOutput: (_stream, chunk) => options.onOutput?.(chunk),
      ...(options.signal && { signal: options.signal }),
    });
    failure =
      code === 0 ? null : `CMake ended with ${code === null ? (signal ?? 'a signal') : `exit code ${code}`}`;
  } catch (error) {
    failure = `${plan.cmake.file} could not be started: ${reasonOf(error)}`;
  }
  if (failure !== null) {
    await replaceFile(cacheFile, cacheBefore);
    if (plan.kind === 'setup' && !isOurs(build.cache.get(includeVariable(build))))
      await removeFolderInside(installedDir(build), build.dir);
    return result(false, `${failure}; the build is left as it was.`, build);
  }
  const left: string[] = without === null ? [] : [without];
  for (const file of plan.removals) {
    const problem = await (file === installedDir(build)
      ? removeFolderInside(file, build.dir)
      : removeFileInside(file, [build.dir]));
    if (problem !== null) left.push(problem);
    else if (plan.kind === 'undo') await removeIfEmpty(path.dirname(file), build.dir);
  }
  const after = await readBuild(build.dir);
  const counts = countsOf(after, options.launcher?.at(-1) ?? null);
  const ok =
    plan.kind === 'undo'
      ? !isOurs(after.cache.get(includeVariable(after)))
      : counts.launched === counts.types && counts.stamped === counts.modules;
  const summary = `${counts.launched} of ${counts.types} CastXML runs go through the cache, ${counts.stamped} of ${counts.modules} igenerator runs have a stamp.`;
  return { ok, message: [summary, ...left].join(' '), ...counts };
}

function basePlan(kind: SetupPlan['kind'], build: BuildTree): SetupPlan {
  return {
    kind,
    build,
    status: 'ready',
    message: '',
    next: '',
    cmake: null,
    copies: [],
    client: null,
    removals: [],
  };
}

const LAUNCHER_OPTION = '-DITK_WRAP_CASTXML_CACHE_LAUNCHER:STRING=';

/** The launcher as a CMake list. The client starts it if the server has no hit. */
function launcherList(launcher: readonly string[], client: ClientPlan | null): string {
  return [...(client ? [client.program] : []), ...launcher].join(';');
}

/** Removes the client from an argument of CMake. */
function withoutClient(client: ClientPlan | null): (argument: string) => string {
  return (argument) => argument.replace(`${LAUNCHER_OPTION}${client?.program};`, LAUNCHER_OPTION);
}

const TITLES: Record<LaunchedTool, string> = { IGENERATOR: 'igenerator', SWIG: 'SWIG' };

const programsOf = (launchers: SetupOptions['toolLaunchers']): string[] =>
  Object.values(launchers ?? {}).map((launcher) => launcher.at(-1) ?? '');

function optionsOf(tool: LaunchedTool, launcher: readonly string[] | undefined): string[] {
  const option = `-DITK_WRAP_${tool}_CACHE`;
  return launcher
    ? [`${option}:BOOL=ON`, `${option}_LAUNCHER:STRING=${launcher.join(';')}`]
    : [`${option}:BOOL=OFF`];
}

function isCurrent(
  { cache }: BuildTree,
  tool: LaunchedTool,
  launcher: readonly string[] | undefined,
): boolean {
  const name = `ITK_WRAP_${tool}_CACHE`;
  if (isOn(cache.get(name)) !== (launcher !== undefined)) return false;
  return launcher === undefined || cache.get(`${name}_LAUNCHER`) === launcher.join(';');
}

async function isCopied({ from, to }: { from: string; to: string }): Promise<boolean> {
  return (await textOrNull(from, diskFs)) === (await textOrNull(to, diskFs));
}

/** Whether CMake counts a value of its cache as true, as far as `setup` writes it. */
const isOn = (value: string | undefined): boolean => value === 'ON';

function installedDir(build: BuildTree): string {
  return path.join(build.dir, 'CMakeFiles', 'itk-wrap-cache');
}

function installedFile(build: BuildTree): string {
  return path.join(installedDir(build), SUPPORT_FILE);
}

function includeVariable(build: BuildTree): string {
  return `CMAKE_PROJECT_${build.project}_INCLUDE`;
}

function isOurs(file: string | undefined): boolean {
  return file !== undefined && path.basename(file) === SUPPORT_FILE;
}

/** The file that CMake's variable named before the setup. It has to be included as well. */
function chainOf(build: BuildTree): string | null {
  const now = build.cache.get(includeVariable(build));
  if (now && !isOurs(now)) return now;
  return build.cache.get('ITK_WRAP_CASTXML_CACHE_CHAIN') || null;
}

/** The build's own cache script that runs CastXML, if it is not ours. */
function ownCache(build: BuildTree): string | null {
  if (isOurs(build.cache.get(includeVariable(build)))) return null;
  for (const { castxml } of build.types) {
    const script = castxml?.launcher.find((word) => /castxml-cache/i.test(path.basename(word)));
    if (script !== undefined) return script;
  }
  return null;
}

/** Whether this ITK has its own option for a cache, rather than one that our support file left behind. */
function isNative(build: BuildTree): boolean {
  return (
    build.cache.has('ITK_WRAP_CASTXML_CACHE') &&
    !build.cache.has('ITK_WRAP_PKL_STAMPS') &&
    !isOurs(build.cache.get(includeVariable(build)))
  );
}

function countsOf(
  build: BuildTree,
  program: string | null,
): Pick<SetupResult, 'launched' | 'types' | 'stamped' | 'modules'> {
  const runs = build.modules.filter(({ igenerator }) => igenerator !== null);
  return {
    launched: build.types.filter(({ castxml }) =>
      program === null ? (castxml?.launcher.length ?? 0) > 0 : castxml?.launcher.includes(program),
    ).length,
    types: build.types.length,
    stamped: runs.filter(({ stamp }) => stamp !== null).length,
    modules: runs.length,
  };
}

/** Replaces a file by a rename, so that a link is replaced and not followed. */
async function replaceFile(file: string, bytes: Buffer): Promise<void> {
  const staging = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(staging, bytes, { flag: 'wx' });
    await rename(staging, file);
  } finally {
    await rm(staging, { force: true });
  }
}

/** Removes a folder of the build if it is empty. */
async function removeIfEmpty(folder: string, dir: string): Promise<void> {
  if (await liesIn(folder, [dir]).catch(() => false)) await rmdir(folder).catch(() => undefined);
}
