import path from 'node:path';
import type { Command } from 'commander';
import { readBuild } from '../../../build/read-build';
import type { BuildTree } from '../../../build/build-tree';
import { planConfigure, planPyi, runSteps, type ToolPlan } from '../../../pipeline/runs/tool-plans';
import { runProcess } from '../../../host/process';
import { addDefinition, definitions } from '../../check/cache-definitions';
import { cancelOnInterrupt } from '../../cancel';
import { CannotAsk, exitCodes } from '../../exit';
import { whenNoOtherCMakeRuns } from '../../build/when-no-other-cmake-runs';
import { note, passOn } from '../../terminal/output';
import { loadBuild, mustBeSound } from '../../evaluation/load-build';
import { problemLines, type Tool } from '../../wrap-problems';

interface Options {
  build?: string;
  define?: string[];
}

/** `itk-wrap pyi | configure`: the stages that the build's own tools run. */
export function registerToolCommands(program: Command): void {
  const add = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--build <dir>', 'the build directory (default: found from here)');
  add('pyi', 'run pyi_generator.py: the Python stubs of all modules').action(
    run('pyi', (build) => planPyi(build, runProcess)),
  );
  // A build without wrapping can be configured too, so only its cache is required.
  const configure = add('configure', 're-run CMake in the build directory');
  configure.option(
    '-D, --define <name=value>',
    'set a CMake option first, as in cmake -D; may be repeated',
    addDefinition,
  );
  configure.action(
    run('configure', planChecked, async ({ build: dir = '.' }) => {
      const build = await readBuild(path.resolve(dir));
      mustBeSound(build);
      return build;
    }),
  );
}

/** @throws CannotAsk if a definition has another form than `NAME=VALUE` */
function planChecked(build: BuildTree, { define = [] }: Options): ToolPlan {
  definitions(define);
  return planConfigure(build, define);
}

type Planner = (build: BuildTree, options: Options) => ToolPlan | Promise<ToolPlan>;

function run(
  tool: Tool,
  planner: Planner,
  load: (options: Options) => Promise<BuildTree> = ({ build }) => loadBuild(build),
): (options: Options) => Promise<void> {
  return async (options) => {
    const build = await load(options);
    const plan = await planner(build, options);
    if ('refused' in plan) throw new CannotAsk(plan.refused);
    const problems = problemLines(build, tool);
    const signal = cancelOnInterrupt();
    const steps = (): Promise<number> =>
      runSteps(plan.steps, runProcess, {
        signal,
        onOutput(stream, chunk) {
          passOn(stream, chunk);
          problems.add(chunk);
        },
      });
    const code = await (tool === 'configure' ? whenNoOtherCMakeRuns(build.dir, signal, steps) : steps());
    for (const line of problems.lines()) note(line);
    process.exitCode = code === 0 ? exitCodes.ok : exitCodes.badNews;
  };
}
