import type { Command } from 'commander';
import { runIgenerator } from '../../pipeline/runIgenerator';
import { runProcess } from '../../util/process';
import { cancelOnInterrupt } from '../cancel';
import { CannotAsk, exitCodes } from '../exit';
import { loadBuild, selectModules } from '../loadBuild';
import { addProgressOption, progressTo } from '../progress';
import { incompleteModules } from '../stale';
import { problemLines } from '../wrapProblems';

interface Options {
  build?: string;
  module?: string[];
  all?: boolean;
  stale?: boolean;
  progressFd?: number;
}

/** `itk-wrap igenerator`: igenerator.py of modules, one after the other, with its own output. */
export function registerIgeneratorCommand(program: Command): void {
  addProgressOption(program.command('igenerator'))
    .description('run igenerator.py of modules, as the build would')
    .option('--build <dir>', 'the build directory (default: found from here)')
    .option('--module <names...>', 'modules')
    .option('--all', 'every module')
    .option('--stale', 'every module that lacks a stamp or pkl files, or is out of date')
    .action(async (options: Options) => {
      const build = await loadBuild(options.build);
      const modules = options.stale ? await incompleteModules(build) : selectModules(build, options);
      if (modules.length === 0 && options.stale) {
        process.stderr.write('Nothing to do: every module that has all of its XML is complete.\n');
        return;
      }
      if (modules.length === 0) throw new CannotAsk('Name what to run: --module M… or --all.');
      const signal = cancelOnInterrupt();
      const tell = progressTo(options.progressFd);
      let failed = 0;
      for (const [index, module] of modules.entries()) {
        if (signal.aborted) break;
        const started = Date.now();
        tell({ done: index, total: modules.length, what: module.name });
        const problems = problemLines(build, 'igenerator');
        process.stderr.write(`[${index + 1}/${modules.length}] igenerator ${module.name}\n`);
        const run = await runIgenerator(build, module, runProcess, {
          signal,
          onOutput(stream, chunk) {
            process[stream].write(chunk);
            problems.add(chunk);
          },
        });
        for (const line of problems.lines()) process.stderr.write(`${line}\n`);
        tell({ done: index + 1, total: modules.length, what: module.name });
        if (run.refused) process.stderr.write(`itk-wrap: ${run.refused}\n`);
        if (run.exitCode === 0)
          process.stderr.write(`${module.name}: done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
        else failed += 1;
      }
      process.exitCode = failed > 0 || signal.aborted ? exitCodes.badNews : exitCodes.ok;
    });
}
