import { rm } from 'node:fs/promises';
import type { ProcessRunner } from '../util/process';
import { diskFs, reasonOf, textOrNull, type BuildFs } from './files';
import { absolute } from './paths';
import { indexFilesOf, readPklState } from './pkl';
import type { BuildModule, BuildTree, PklState } from './types';

/** What makes the build run a module's igenerator again, and nothing else. */
export interface RepairPlan {
  module: string;
  /** Whether there is anything to repair. */
  needed: boolean;
  /**
   * The one file whose absence makes the build run igenerator: the stamp, or an index.txt that lists a missing pkl. Null
   * where such a file is missing already.
   */
  remove: string | null;
  /** The command that then runs it, through the build's own tool. Null where the build names none. */
  command: { file: string; args: readonly string[]; cwd: string } | null;
  /** In words. */
  message: string;
}

export interface RepairResult {
  ok: boolean;
  message: string;
  state: PklState;
}

/**
 * Plans the repair of a module whose stamp, index files or pkl files are missing. The build does not track pkl files, but it
 * does track the file that is removed here, so that its own tool runs exactly this module again.
 */
export async function repairPlan(
  build: BuildTree,
  module: BuildModule,
  state: PklState,
  fs: BuildFs = diskFs,
): Promise<RepairPlan> {
  const broken = state.missing.length > 0;
  const tracked = state.stampPresent === false || state.missingIndex.length > 0;
  const base = { module: module.name, remove: null, command: commandOf(build, module) };
  if (!broken && !tracked)
    return { ...base, needed: false, message: `Nothing of ${module.name} is missing.` };
  // A missing output is reason enough for the build; nothing more is taken away.
  if (tracked)
    return {
      ...base,
      needed: true,
      message: `An output that the build tracks is missing: it runs igenerator for ${module.name} by itself.`,
    };
  const remove = module.stamp ?? (await indexThatLists(build, module, state.missing, fs));
  return {
    ...base,
    needed: true,
    remove,
    message: `Without ${remove ?? 'its outputs'}, the build runs igenerator for ${module.name} again.`,
  };
}

/**
 * Carries a repair out: removes the one file, has the build's own tool make the module, and looks at the disk again. What a
 * failed run leaves is still repaired by the next build, since the removed file stays away.
 */
export async function repair(
  build: BuildTree,
  module: BuildModule,
  plan: RepairPlan,
  run: ProcessRunner,
  options: { signal?: AbortSignal; onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void } = {},
): Promise<RepairResult> {
  const look = async (ok: boolean, message: string): Promise<RepairResult> => {
    const state = await readPklState(build, module);
    const whole =
      state.missing.length === 0 && state.missingIndex.length === 0 && state.stampPresent !== false;
    if (ok && !whole) {
      const [first] = [...state.missing, ...state.missingIndex, module.stamp ?? ''];
      return {
        ok: false,
        state,
        message: `igenerator ran for ${module.name}, but ${first} is still missing.`,
      };
    }
    return { ok, state, message };
  };
  if (!plan.needed) return look(true, plan.message);
  if (!plan.command) return look(false, `${build.dir} names no build tool: configure it with CMake again.`);
  if (plan.remove !== null) {
    try {
      await rm(plan.remove, { force: true });
    } catch (error) {
      return look(false, `${plan.remove} cannot be removed: ${reasonOf(error)}.`);
    }
  }
  try {
    const { code, signal } = await run({ ...plan.command, ...options });
    if (code !== 0)
      return await look(
        false,
        `The build ended with ${code === null ? (signal ?? 'a signal') : `exit code ${code}`}; ${module.name} is not repaired yet.`,
      );
  } catch (error) {
    return look(false, `${plan.command.file} could not be started: ${reasonOf(error)}.`);
  }
  return look(true, `${module.name} is whole again: ${state(await readPklState(build, module))}.`);
}

function state({ listed, stampPresent }: PklState): string {
  return `${listed} pkl${stampPresent ? ' and its stamp' : ''}`;
}

/** Ninja is asked for one output of the module's igenerator; another tool for the module's target, which may do more. */
function commandOf(build: BuildTree, module: BuildModule): RepairPlan['command'] {
  const tool = build.cache.get('CMAKE_MAKE_PROGRAM');
  const [output] = module.igeneratorOutputs;
  if (build.generator.startsWith('Ninja'))
    return tool && output !== undefined
      ? { file: tool, args: ['-C', build.dir, ninjaPath(build, output)], cwd: build.dir }
      : null;
  const cmake = build.cache.get('CMAKE_COMMAND');
  return cmake
    ? { file: cmake, args: ['--build', build.dir, '--target', `${module.name}Swig`], cwd: build.dir }
    : null;
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
