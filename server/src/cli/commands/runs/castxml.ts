import os from 'node:os';
import type { Command } from 'commander';
import { openBuildServices } from '../../../pipeline/build-services';
import { type CastxmlRun, type CastxmlSummary, runCastxml } from '../../../pipeline/runs/run-castxml';
import { problemLine, type WrapProblem } from '../../../pipeline/runs/wrap-line';
import { plural } from '../../../shared/plural';
import { runProcess } from '../../../host/process';
import { jobs } from '../../jobs';
import { note, passOn, say, sayJson } from '../../terminal/output';
import { addProgressOption, itemProgress, progressBar, progressTo } from '../../terminal/progress';
import { castxmlProblemsOf, keepForEditors } from '../../wrap-problems';
import { cancelOnInterrupt } from '../../cancel';
import { exitCodes } from '../../exit';
import { loadBuild } from '../../evaluation/load-build';
import { selectTypes } from '../../named-types';
import { staleTypes } from '../../stale';

interface Options {
  build?: string;
  type?: string[];
  module?: string[];
  all?: boolean;
  stale?: boolean;
  jobs: number;
  progressFd?: number;
  json?: boolean;
}

/** `itk-wrap castxml`: runs CastXML for types, from the cache if possible, all in this one process. */
export function registerCastxmlCommand(program: Command): void {
  addProgressOption(program.command('castxml'))
    .description('run CastXML for types, from the cache if possible')
    .option('--build <dir>', 'the build directory (default: found from here)')
    .option('--type <names...>', 'types')
    .option('--module <names...>', 'all types of these modules')
    .option('--all', 'every type')
    .option('--stale', 'every type whose XML is missing or stale, or whose run is not in the cache')
    .option('-j, --jobs <n>', 'number of parallel runs', jobs, os.availableParallelism())
    .option('--json', 'print one JSON value')
    .action(async (options: Options) => {
      const build = await loadBuild(options.build);
      const signal = cancelOnInterrupt();
      const types = options.stale ? await staleTypes(build) : selectTypes(build, options);
      if (types.length === 0) {
        if (options.json) sayJson(null);
        else say('Nothing to do: every XML is fresh and cached.');
        return;
      }
      const items = itemProgress(progressTo(options.progressFd), types.length);
      const progress = progressBar('castxml', types.length);
      const started = Date.now();
      const kept: Promise<void>[] = [];
      const keep = (run: CastxmlRun, problems: WrapProblem[]): Promise<void> =>
        keepForEditors(
          build,
          'castxml',
          types.filter(({ name }) => name === run.type),
          problems,
        );
      const services = openBuildServices({ scheme: build.scheme });
      const summary = await runCastxml(build, types, services, runProcess, {
        jobs: options.jobs,
        signal,
        onStart: (type) => items.begin(type),
        onRun(run) {
          const problems = castxmlProblemsOf(build, run);
          // The output of a cancelled run says nothing about the type.
          if (!signal.aborted) kept.push(keep(run, problems));
          progress.above(() => {
            if (!options.json) say(run.line);
            if (run.output) passOn('stderr', run.output.endsWith('\n') ? run.output : `${run.output}\n`);
            if (run.outcome === 'failed') for (const problem of problems) note(problemLine(problem));
          });
          items.end(run.type);
        },
      });
      await Promise.all(kept);
      progress.stop();
      services.close();
      if (options.json) sayJson(summary);
      else say(summaryLine(summary, (Date.now() - started) / 1000));
      process.exitCode = summary.failed > 0 || summary.skipped > 0 ? exitCodes.badNews : exitCodes.ok;
    });
}

function summaryLine(summary: CastxmlSummary, seconds: number): string {
  const failed = summary.runs.filter(({ outcome }) => outcome === 'failed').map(({ type }) => type);
  return [
    `${plural(summary.hits, 'hit')}, ${plural(summary.misses, 'miss', 'misses')}, ${summary.failed} failed`,
    ...(summary.skipped > 0 ? [`${summary.skipped} not started`] : []),
    `in ${seconds.toFixed(1)} s`,
    ...(summary.secondsSaved >= 0.05 ? [`${summary.secondsSaved.toFixed(1)} s of castxml saved`] : []),
    ...(failed.length > 0 ? [`failed: ${failed.join(', ')}`] : []),
  ].join(', ');
}
