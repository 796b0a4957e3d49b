import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { diskFs, reasonOf, textOrNull, type BuildFs } from '../../host/build-files';
import { type NinjaLog, readNinjaLog } from '../../build/generators/ninja-log';
import { absolute, isInside } from '../../build/build-paths';
import { indexFilesOf, readPklState } from '../../build/pkl/pkl';
import { removeFileInside } from '../../build/setup/remove-inside';
import { readSoundCache } from '../../build/find/sound-cache';
import type { BuildModule, BuildTree } from '../../build/build-tree';
import type { PklState } from '../../shared/type-state';
import { plural } from '../../shared/plural';
import type { ProcessRunner } from '../../host/process';
import { moduleStateOf } from '../state/module-state';
import { runIgenerator } from './run-igenerator';
import { StatMemo } from '../../host/stat-memo';
import { damagedText } from '../../shared/vocabulary';
import type { ModuleState } from '../../shared/state-words';

/** How to make the build rerun a module's igenerator, and nothing else. */
export interface RepairPlan {
  module: string;
  /** Its current state on disk. */
  state: ModuleState;
  pkl: PklState;
  /** Databases that must be removed first, because they cannot be written to. */
  damaged: readonly { file: string; message: string }[];
  /** Whether there is anything to repair. */
  needed: boolean;
  /**
   * The one file whose absence makes ninja run igenerator: the stamp, or an index.txt that lists a missing pkl file. Null if
   * ninja already has a reason to run, or is not used.
   */
  remove: string | null;
  /**
   * The ninja command. Null if ninja is not used: make only checks the first output of a rule, and would only touch the
   * others. Then igenerator runs as the build would run it, and afterwards make has nothing to do.
   */
  ninja: { file: string; args: readonly string[] } | null;
  /** The plan in words. */
  message: string;
}

/** The result of a repair. */
export interface RepairResult {
  ok: boolean;
  message: string;
  state: ModuleState;
  pkl: PklState;
  /** What the build ran during the repair, according to its log. For a build without a log, the module itself. */
  ran: { igenerator: readonly string[]; castxml: readonly string[] };
}

/**
 * Plans the repair of a module. It may lack its stamp, index files or pkl files, may never have run, or may have outputs
 * that are older than its XML. The build does not track pkl files, but it does track the file that is removed here. Its own
 * tool therefore runs exactly this module again. Only reads.
 */
export async function repairPlan(
  build: BuildTree,
  module: BuildModule,
  fs: BuildFs = diskFs,
): Promise<RepairPlan> {
  const { state, pkl } = await stateOf(build, module, fs);
  const needed = state !== 'complete';
  const ninja = needed ? await ninjaFor(build, module) : null;
  const damaged = pkl.damaged ?? [];
  const base = { module: module.name, state, pkl, damaged, needed, remove: null, ninja };
  if (!needed) return { ...base, message: `${module.name} is complete.` };
  if (!ninja) return { ...base, message: `Running igenerator for ${module.name} as the build would.` };
  if (state === 'never-run')
    return {
      ...base,
      message: `igenerator never ran for ${module.name}: asking ninja to build it and its prerequisites.`,
    };
  // A missing output is reason enough for ninja, so nothing else is removed.
  if (pkl.stampPresent === false || pkl.missingIndex.length > 0)
    return {
      ...base,
      message: `An output that ninja tracks is missing, so ninja runs igenerator for ${module.name}.`,
    };
  const remove =
    module.stamp ??
    (await indexThatLists(build, module, pkl.missing, fs)) ??
    indexFilesOf(build, module)[0] ??
    module.igeneratorOutputs[0] ??
    null;
  return {
    ...base,
    remove,
    message: `Without ${remove ?? 'its outputs'}, ninja runs igenerator for ${module.name} again.`,
  };
}

/**
 * Executes a repair: removes the file, rebuilds the module, and checks the disk. If the run fails or is cancelled, the next
 * build completes the repair, because the removed file is still missing.
 */
export async function repair(
  build: BuildTree,
  module: BuildModule,
  plan: RepairPlan,
  run: ProcessRunner,
  options: {
    signal?: AbortSignal;
    onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
    /** Whether damaged databases may be removed. Otherwise nothing is done if there are any. */
    removeDamaged?: boolean;
  } = {},
): Promise<RepairResult> {
  if (!plan.needed)
    return {
      ok: true,
      message: plan.message,
      state: plan.state,
      pkl: plan.pkl,
      ran: { igenerator: [], castxml: [] },
    };
  const obstacle = await clearDamaged(build, module, options.removeDamaged ?? false);
  if (obstacle !== null)
    return {
      ok: false,
      message: obstacle,
      state: plan.state,
      pkl: plan.pkl,
      ran: { igenerator: [], castxml: [] },
    };
  const before = await readNinjaLog(build.dir);
  const problem = plan.ninja
    ? await throughNinja(build, module, plan, run, options)
    : await directly(build, module, run, options);
  const after = await stateOf(build, module);
  const ran = plan.ninja
    ? ranBetween(build, before, await readNinjaLog(build.dir))
    : { igenerator: problem === null ? [module.name] : [], castxml: [] };
  const result = { ...after, ran };
  if (problem !== null) return { ...result, ok: false, message: problem };
  if (after.state !== 'complete') {
    const [first] = [...after.pkl.missing, ...after.pkl.missingIndex, module.stamp ?? ''];
    const what =
      after.state === 'out-of-date'
        ? 'its outputs are still older than its XML'
        : `${first} is still missing`;
    return { ...result, ok: false, message: `igenerator ran for ${module.name}, but ${what}.` };
  }
  const { listed, stampPresent } = after.pkl;
  return {
    ...result,
    ok: true,
    message: `Repaired ${module.name}: ${plural(listed, 'pkl file')}${stampPresent ? ' and the stamp' : ''}.`,
  };
}

/**
 * Removes damaged databases, if allowed.
 * @returns why the repair is not possible; null if it is
 */
async function clearDamaged(
  build: BuildTree,
  module: BuildModule,
  mayRemove: boolean,
): Promise<string | null> {
  const { pkl } = build.layout;
  // Reads the current state, because the repair of another module may have written a new database meanwhile.
  const { damaged = [] } = await readPklState(build, module);
  for (const database of damaged) {
    if (!mayRemove) return damagedText(database);
    // A damaged database is in the pkl folder, or in the first cache root from the environment.
    const inBuild = pkl !== null && isInside(database.file, pkl);
    const problem = await removeFileInside(database.file, [
      inBuild ? build.dir : path.dirname(database.file),
    ]);
    if (problem !== null) return problem;
  }
  return null;
}

type RunOptions = Parameters<typeof repair>[4];

/** Runs the repair with ninja. Returns why it failed, or null if it succeeded. */
async function throughNinja(
  build: BuildTree,
  module: BuildModule,
  { remove, ninja }: RepairPlan,
  run: ProcessRunner,
  options: NonNullable<RunOptions>,
): Promise<string | null> {
  if (!ninja) return null;
  if (remove !== null) {
    const problem = await removeFileInside(remove, await foldersOf(build, remove));
    if (problem !== null) return problem;
  }
  try {
    const { code, signal } = await run({ ...ninja, cwd: build.dir, ...outputOf(options) });
    if (code === 0) return null;
    const how = code === null ? (signal ?? 'a signal') : `exit code ${code}`;
    return `ninja ended with ${how}; ${module.name} is not repaired yet.`;
  } catch (error) {
    return `${ninja.file} could not be started: ${reasonOf(error)}.`;
  }
}

/**
 * The folders from which a file may be removed: the build and, for the stamps and index files of an external module, the
 * build of ITK that it writes into.
 */
async function foldersOf(build: BuildTree, file: string): Promise<string[]> {
  const itk = build.cache.get('ITK_DIR');
  if (itk === undefined || !/\.(?:stamp|index\.txt)$/.test(file)) return [build.dir];
  const { entries, unsound } = await readSoundCache(absolute(build.dir, itk));
  const isItk = unsound === null && entries.get('CMAKE_PROJECT_NAME') === 'ITK';
  return isItk ? [build.dir, absolute(build.dir, itk)] : [build.dir];
}

/** Options for running a process. */
function outputOf({
  signal,
  onOutput,
}: NonNullable<RunOptions>): Omit<NonNullable<RunOptions>, 'removeDamaged'> {
  return { ...(signal && { signal }), ...(onOutput && { onOutput }) };
}

async function directly(
  build: BuildTree,
  module: BuildModule,
  run: ProcessRunner,
  options: NonNullable<RunOptions>,
): Promise<string | null> {
  try {
    const { exitCode, refused } = await runIgenerator(build, module, run, options);
    if (exitCode === 0) return null;
    return refused ?? `igenerator ended with exit code ${exitCode}; ${module.name} is not repaired yet.`;
  } catch (error) {
    return `igenerator could not be started for ${module.name}: ${reasonOf(error)}.`;
  }
}

async function stateOf(
  build: BuildTree,
  module: BuildModule,
  fs: BuildFs = diskFs,
): Promise<{ state: ModuleState; pkl: PklState }> {
  const pkl = await readPklState(build, module, fs);
  const own = new Set(module.types);
  const xmls = build.types.filter(({ name }) => own.has(name)).map(({ xml }) => xml);
  return { pkl, state: moduleStateOf(module, pkl, xmls, new StatMemo()) };
}

/**
 * The ninja command for one output of the module's igenerator. Null if this is not a Ninja build, or its ninja does not
 * exist.
 */
async function ninjaFor(build: BuildTree, module: BuildModule): Promise<RepairPlan['ninja']> {
  const file = build.cache.get('CMAKE_MAKE_PROGRAM');
  const [output] = module.igeneratorOutputs;
  if (!build.generator.startsWith('Ninja') || !file || output === undefined) return null;
  if (path.isAbsolute(file) && !(await isExecutable(file))) return null;
  return { file, args: ['-C', build.dir, ninjaPath(build, output)] };
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Outputs are known to ninja by their path relative to the build folder, with forward slashes. */
function ninjaPath(build: BuildTree, output: string): string {
  const inside = output.startsWith(build.dir + '/') || output.startsWith(build.dir + '\\');
  return (inside ? output.slice(build.dir.length + 1) : output).replace(/\\/g, '/');
}

/** The runs that are in the log after the repair but were not before. */
function ranBetween(build: BuildTree, before: NinjaLog, after: NinjaLog): RepairResult['ran'] {
  const isNew = (output: string): boolean => {
    const old = before.get(output) ?? [];
    const now = after.get(output) ?? [];
    return now.length > old.length || now.at(-1)?.endedMs !== old.at(-1)?.endedMs;
  };
  return {
    igenerator: build.modules
      .filter(({ igeneratorOutputs }) => igeneratorOutputs.some(isNew))
      .map(({ name }) => name),
    castxml: build.types.filter(({ xml }) => isNew(xml)).map(({ name }) => name),
  };
}

async function indexThatLists(
  build: BuildTree,
  module: BuildModule,
  missing: readonly string[],
  fs: BuildFs,
): Promise<string | null> {
  const wanted = new Set(missing);
  const dir = build.layout.pkl ?? build.dir;
  for (const index of indexFilesOf(build, module)) {
    const lines = ((await textOrNull(index, fs)) ?? '').split('\n').map((line) => line.trim());
    if (lines.some((line) => line !== '' && (wanted.has(line) || wanted.has(absolute(dir, line)))))
      return index;
  }
  return null;
}
