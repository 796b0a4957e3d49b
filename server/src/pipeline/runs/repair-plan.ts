import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { absolute } from '../../build/build-paths';
import type { BuildModule, BuildTree } from '../../build/build-tree';
import { indexFilesOf, readPklState } from '../../build/pkl/pkl';
import type { SinceRun } from '../../cache/action/last-run';
import { diskFs, textOrNull, type BuildFs } from '../../host/build-files';
import { StatMemo } from '../../host/stat-memo';
import type { ModuleState } from '../../shared/state-words';
import type { PklState } from '../../shared/type-state';
import { readNinjaLog } from '../../build/generators/ninja-log';
import { RewrittenOutputs } from '../state/rewritten-outputs';
import {
  igeneratorInputs,
  moduleStateOf,
  type ModuleStateAndReason,
  withSinceRun,
} from '../state/module-state';

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

/**
 * Plans the repair of a module. It may lack its stamp, index files or pkl files, may never have run, or may have outputs
 * that are older than its XML. The build does not track pkl files, but it does track the file that is removed here. Its own
 * tool therefore runs exactly this module again. Only reads.
 * @param sinceRun the store's evidence about the module's last run. Without it, only times count
 */
export async function repairPlan(
  build: BuildTree,
  module: BuildModule,
  sinceRun?: (module: BuildModule) => Promise<SinceRun>,
  fs: BuildFs = diskFs,
): Promise<RepairPlan> {
  const { state, pkl } = await stateOnDisk(build, module, sinceRun, fs);
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

/** The state of a module and of its pkl files on disk. `sinceRun` is that of `repairPlan`. */
export async function stateOnDisk(
  build: BuildTree,
  module: BuildModule,
  sinceRun?: (module: BuildModule) => Promise<SinceRun>,
  fs: BuildFs = diskFs,
): Promise<ModuleStateAndReason & { pkl: PklState }> {
  const pkl = await readPklState(build, module, fs);
  const stats = new StatMemo();
  const inputs = igeneratorInputs(build, module);
  const log = await readNinjaLog(build.dir, fs);
  const telling = new RewrittenOutputs(build, stats).telling(module.name, inputs, log);
  const seen = moduleStateOf(module, pkl, telling, stats, log);
  return { pkl, ...(await withSinceRun(seen, () => sinceRun?.(module))) };
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
