import path from 'node:path';
import { readCommand } from '../../build/generators/build-command';
import { stepsOf, type Step } from '../../build/steps';
import type { BuildCommand, BuildTree } from '../../build/build-tree';
import type { ProcessRunner } from '../../host/process';

/** The commands for a stage that the build itself runs. If there are none, why, and what to do. */
export type ToolPlan = { steps: Step[] } | { refused: string };

/** Plans the Python stubs only: pyi_generator.py as the build would run it, without compiling what its target depends on. */
export async function planPyi(build: BuildTree, runProcess: ProcessRunner): Promise<ToolPlan> {
  const found = await pyiCommand(build, runProcess);
  return 'refused' in found ? found : { steps: stepsOf(found.command) };
}

/** The command of the build that runs pyi_generator.py. If there is none, why, and what to do. */
export async function pyiCommand(
  build: BuildTree,
  runProcess: ProcessRunner,
): Promise<{ command: BuildCommand } | { refused: string }> {
  const ninja = ninjaOf(build);
  if (ninja === null) return { refused: needsNinja(build) };
  const stub = 'Wrapping/Generators/Python/itk/_proxies.pyi';
  const asked = await runProcess({ file: ninja, args: ['-C', build.dir, '-t', 'commands', '-s', stub] });
  const line = asked.stdout
    .toString()
    .split('\n')
    .find((text) => text.includes('pyi_generator.py'));
  if (line === undefined)
    return { refused: `${build.dir} has no rule that runs pyi_generator.py (ITK 5.3 and later have one).` };
  const style = process.platform === 'win32' ? 'windows' : 'posix';
  const reading = readCommand({ line, style, dir: build.dir, program: pyiGeneratorAt });
  if ('problem' in reading)
    return { refused: `The rule for pyi_generator.py cannot be read: ${reading.problem}.` };
  return { command: { ...reading.command, line } };
}

/** Plans a CMake run with the values of CMakeCache.txt. */
export function planConfigure(build: BuildTree, defines: readonly string[] = []): ToolPlan {
  const cmake = build.cache.get('CMAKE_COMMAND');
  if (!cmake)
    return { refused: `${path.join(build.dir, 'CMakeCache.txt')} does not say which CMake wrote it.` };
  return {
    steps: [
      {
        file: cmake,
        args: [...defines.map((define) => `-D${define}`), build.dir],
        cwd: build.dir,
        env: process.env,
      },
    ],
  };
}

/** Runs the steps one after the other. Returns the first exit code that is not 0. */
export async function runSteps(
  steps: readonly Step[],
  runProcess: ProcessRunner,
  options: { signal: AbortSignal; onOutput: (stream: 'stdout' | 'stderr', chunk: Buffer) => void },
): Promise<number> {
  for (const step of steps) {
    if (options.signal.aborted) return 1;
    const { code } = await runProcess({ ...step, ...options });
    if (code !== 0) return code ?? 1;
  }
  return 0;
}

/** The build's ninja. Null if another tool builds it. */
export function ninjaOf(build: BuildTree): string | null {
  return build.generator.startsWith('Ninja') ? (build.cache.get('CMAKE_MAKE_PROGRAM') ?? null) : null;
}

/** What to say if {@link ninjaOf} is null. */
export const needsNinja = (build: BuildTree): string =>
  `${build.dir} was generated for ${build.generator || 'another tool'}: this needs a Ninja build (cmake -G Ninja).`;

function pyiGeneratorAt(words: readonly string[]): number {
  const script = words.findIndex((word) => /(?:^|[\\/])pyi_generator\.py$/.test(word));
  return script < 1 ? -1 : script - 1;
}
