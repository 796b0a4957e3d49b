import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BuildTree, BuildType } from '../../build/build-tree';
import { runBench, type BenchReport } from '../../pipeline/bench/bench';
import { benchHtml, benchSvg, equality } from '../../pipeline/bench/chart';
import { plural } from '../../shared/plural';
import { runProcess } from '../../host/process';
import { cancelOnInterrupt } from '../cancel';
import { CannotAsk, exitCodes } from '../exit';
import { jobs } from '../jobs';
import { castxmlLauncher } from '../program-folder';
import { loadBuild } from '../evaluation/load-build';
import { selectTypes } from '../named-types';
import { note, say, sayJson } from '../terminal/output';
import { addProgressOption, progressBar, progressTo } from '../terminal/progress';
import { columns } from '../terminal/table';

interface Options {
  build?: string;
  types: number;
  type?: string[];
  module?: string[];
  all?: boolean;
  jobs: number;
  ninja?: boolean;
  out?: string;
  progressFd?: number;
  json?: boolean;
}

/** `itk-wrap bench`: measures how much time the cache saves in a build, without touching that build. */
export function registerBenchCommand(program: Command): void {
  addProgressOption(program.command('bench'))
    .description(
      'measure what the cache saves: without a cache, cold, again, in another build directory, in another worktree',
    )
    .option('--build <dir>', 'the build directory (default: found from here); it is only read')
    .option('--types <n>', 'number of types, sampled across the build', jobs, 12)
    .addOption(new Option('--type <names...>', 'these types'))
    .addOption(new Option('--module <names...>', 'all types of these modules'))
    .option('--all', 'every type')
    .option('-j, --jobs <n>', 'number of parallel runs', jobs, os.availableParallelism())
    .option('--ninja', 'also run through ninja, with one process per type')
    .option('--out <file>', 'write a chart: .html or .svg', chartFile)
    .option('--json', 'print one JSON value')
    .action(async (options: Options) => {
      const build = await loadBuild(options.build);
      const types = chosenTypes(build, options);
      const signal = cancelOnInterrupt();
      const tell = progressTo(options.progressFd);
      const bar = progressBar('bench', types.length * (1 + 5 * (options.ninja ? 2 : 1)));
      try {
        const report = await runBench(build, types, {
          jobs: options.jobs,
          ...(options.ninja ? { ninja: { program: ninjaOf(build), launcher: castxmlLauncher() } } : {}),
          runProcess,
          signal,
          onProgress(done, total, what) {
            tell({ done, total, what });
            bar.above(() => undefined);
          },
        });
        bar.stop();
        if (options.out)
          await writeFile(options.out, options.out.endsWith('.svg') ? benchSvg(report) : benchHtml(report));
        if (options.json) sayJson(report);
        else say(table(report));
        const bad = report.differing.length > 0 || report.rows.some(({ failed }) => failed > 0);
        process.exitCode = bad ? exitCodes.badNews : exitCodes.ok;
      } catch (error) {
        bar.stop();
        if (!signal.aborted) throw new CannotAsk((error as Error).message);
        note('itk-wrap: cancelled; no files were left behind.');
        process.exitCode = exitCodes.badNews;
      }
    });
}

function chosenTypes(build: BuildTree, options: Options): BuildType[] {
  if (options.all || options.type || options.module) return selectTypes(build, options);
  const runnable = build.types.filter(({ castxml }) => castxml !== null);
  if (runnable.length === 0)
    throw new CannotAsk(`${build.dir} does not say how castxml runs: is it a Ninja build?`);
  const count = Math.min(options.types, runnable.length);
  const every = runnable.length / count;
  return Array.from({ length: count }, (_, i) => runnable[Math.floor((i + 0.5) * every)]).filter(
    (type) => type !== undefined,
  );
}

function ninjaOf(build: BuildTree): string {
  const named = build.generator.startsWith('Ninja') ? build.cache.get('CMAKE_MAKE_PROGRAM') : undefined;
  return named ?? 'ninja';
}

function chartFile(value: string): string {
  if (!/\.(html|svg)$/.test(value))
    throw new InvalidArgumentError('It must be a file that ends in .html or .svg.');
  return value;
}

function table(report: BenchReport): string {
  const rows = report.rows.map((row) => [
    row.through,
    row.phase,
    row.seconds.toFixed(2),
    row.ratio.toFixed(3),
    String(row.hits),
    String(row.preprocessed),
    String(row.misses),
    String(row.failed),
  ]);
  return [
    `${plural(report.types.length, 'type')} of ${report.build}, ${report.jobs} at a time on ${plural(report.cores, 'core')}`,
    '',
    columns([['THROUGH', 'PHASE', 'SECONDS', 'RATIO', 'HITS', 'AFTER -E', 'MISSES', 'FAILED'], ...rows]),
    '',
    equality(report),
  ].join('\n');
}
