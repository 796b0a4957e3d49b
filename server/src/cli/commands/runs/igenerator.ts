import os from 'node:os';
import type { Command } from 'commander';
import type { BuildModule, BuildTree } from '../../../build/build-tree';
import { inDependencyOrder } from '../../../pipeline/runs/modules-in-order';
import { runIgenerator } from '../../../pipeline/runs/run-igenerator';
import { plural } from '../../../shared/plural';
import { runProcess } from '../../../host/process';
import { cancelOnInterrupt } from '../../cancel';
import { CannotAsk, exitCodes } from '../../exit';
import { loadBuild } from '../../evaluation/load-build';
import { selectModules } from '../../named-types';
import { jobs as jobsOption } from '../../jobs';
import { note, passOn } from '../../terminal/output';
import { igeneratorThroughCache } from '../../igenerator-through-cache';
import { addProgressOption, itemProgress, progressTo } from '../../terminal/progress';
import { incompleteModules } from '../../stale';
import { keepOfModule, problemLines } from '../../wrap-problems';

interface Options {
  build?: string;
  module?: string[];
  all?: boolean;
  stale?: boolean;
  jobs: number;
  progressFd?: number;
}

/** `itk-wrap igenerator`: runs igenerator.py for modules and shows its output. */
export function registerIgeneratorCommand(program: Command): void {
  addProgressOption(program.command('igenerator'))
    .description('run igenerator.py for modules, from the cache if possible')
    .option('--build <dir>', 'the build directory (default: found from here)')
    .option('--module <names...>', 'modules')
    .option('--all', 'every module')
    .option('--stale', 'every module that lacks a stamp or pkl files, or is out of date')
    .option('-j, --jobs <n>', 'number of parallel runs', jobsOption, os.availableParallelism())
    .action(async (options: Options) => {
      const build = await loadBuild(options.build);
      const modules = options.stale ? await incompleteModules(build) : selectModules(build, options);
      if (modules.length === 0 && options.stale) {
        note('Nothing to do: every module with all of its XML is complete.');
        return;
      }
      if (modules.length === 0) throw new CannotAsk('Name what to run: --module M… or --all.');
      const failed = await runAll(build, modules, options);
      process.exitCode = failed > 0 ? exitCodes.badNews : exitCodes.ok;
    });
}

/** Runs igenerator for modules, each after the modules that it depends on. Returns how many failed or were not started. */
async function runAll(
  build: BuildTree,
  modules: readonly BuildModule[],
  { jobs, progressFd }: Options,
): Promise<number> {
  const signal = cancelOnInterrupt();
  const total = modules.length;
  const items = itemProgress(progressTo(progressFd), total);
  const started = Date.now();
  let begun = 0;
  const results = await inDependencyOrder(modules, jobs, async (module) => {
    if (signal.aborted) return false;
    items.begin(module.name);
    const startedHere = Date.now();
    const output = outputOf(jobs);
    const problems = problemLines(build, 'igenerator', module);
    output.note(`[${++begun}/${total}] igenerator ${module.name}`);
    let ran = '';
    const runner = igeneratorThroughCache(runProcess, ({ parts }) => {
      const missed = parts.filter(({ outcome }) => outcome !== 'hit').length;
      ran = ` (${missed} of ${plural(parts.length, 'type')} ran)`;
    });
    const run = await runIgenerator(build, module, runner, {
      signal,
      onOutput(stream, chunk) {
        output.passOn(stream, chunk);
        problems.add(chunk);
      },
    });
    for (const line of problems.lines()) output.note(line);
    if (!signal.aborted && run.result !== null) await keepOfModule(build, module, problems.problems());
    if (run.refused) output.note(`itk-wrap: ${run.refused}`);
    if (run.exitCode === 0) output.note(`${module.name}: done in ${secondsSince(startedHere)} s${ran}`);
    output.end();
    items.end(module.name);
    return run.exitCode === 0;
  });
  const names = modules.filter((_, index) => !results[index]).map(({ name }) => name);
  const notBegun = total - begun;
  note(
    [
      `${total - names.length} of ${plural(total, 'module')} done in ${secondsSince(started)} s`,
      ...(names.length - notBegun > 0 ? [`${names.length - notBegun} failed or were cancelled`] : []),
      ...(notBegun > 0 ? [`${notBegun} not started`] : []),
      ...(names.length > 0 ? [names.join(', ')] : []),
    ].join(', '),
  );
  return names.length;
}

const secondsSince = (ms: number): string => ((Date.now() - ms) / 1000).toFixed(1);

/** With one job, a module's output is printed as it arrives. With several, each module's output is printed at its end. */
function outputOf(jobs: number): {
  note(text: string): void;
  passOn(stream: 'stdout' | 'stderr', chunk: Buffer): void;
  end(): void;
} {
  if (jobs === 1) return { note, passOn, end: () => undefined };
  const kept: (() => void)[] = [];
  return {
    note: (text) => void kept.push(() => note(text)),
    passOn: (stream, chunk) => void kept.push(() => passOn(stream, chunk)),
    end() {
      for (const print of kept) print();
    },
  };
}
