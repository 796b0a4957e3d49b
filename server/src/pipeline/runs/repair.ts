import { reasonOf } from '../../host/build-files';
import { type NinjaLog, readNinjaLog } from '../../build/generators/ninja-log';
import { absolute } from '../../build/build-paths';
import { removeFileInside } from '../../build/setup/remove-inside';
import { readSoundCache } from '../../build/find/sound-cache';
import type { BuildModule, BuildTree } from '../../build/build-tree';
import type { PklState } from '../../shared/type-state';
import { plural } from '../../shared/plural';
import type { ProcessRunner } from '../../host/process';
import { removeDamagedDatabases } from './remove-damaged-databases';
import { type RepairPlan, stateOnDisk } from './repair-plan';
import { runIgenerator } from './run-igenerator';
import type { ModuleState } from '../../shared/state-words';

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
  const obstacle = await removeDamagedDatabases(build, module, options.removeDamaged ?? false);
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
  const after = await stateOnDisk(build, module);
  const ran = plan.ninja
    ? ranBetween(build, before, await readNinjaLog(build.dir))
    : { igenerator: problem === null ? [module.name] : [], castxml: [] };
  const result = { ...after, ran };
  if (problem !== null) return { ...result, ok: false, message: problem };
  if (after.state !== 'complete') {
    const [first] = [...after.pkl.missing, ...after.pkl.missingIndex, module.stamp ?? ''];
    const what =
      after.state === 'out-of-date'
        ? 'some of its outputs are still missing or older than its XML'
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
