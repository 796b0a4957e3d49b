import os from 'node:os';
import { type Command, Option } from 'commander';
import { openActionCache } from '../../../cache/action-cache';
import { cacheOptionsFromEnvironment } from '../../../cache/environment-options';
import type { BuildTree, BuildType } from '../../../build/build-tree';
import { runProcess } from '../../../host/process';
import {
  buildToStage,
  type BuildObserver,
  type BuildRequest,
  type BuildSummary,
  type OwnStage,
} from '../../../pipeline/build/build-to-stage';
import { stagesReached } from '../../../pipeline/build/stages-reached';
import { openBuildServices } from '../../../pipeline/build-services';
import { problemLine } from '../../../pipeline/runs/wrap-line';
import { BUILD_STAGES, reaches, type BuildStage } from '../../../shared/states/build-stages';
import { plural } from '../../../shared/plural';
import { readyInputs } from '../../build/ready-inputs';
import { cancelOnInterrupt } from '../../cancel';
import { CannotAsk, exitCodes } from '../../exit';
import { igeneratorThroughCache } from '../../igenerator-through-cache';
import { jobs } from '../../jobs';
import { selectTypes } from '../../named-types';
import { note, passOn, say, sayJson } from '../../terminal/output';
import { addProgressOption, growingProgress, progressTo } from '../../terminal/progress';
import { castxmlProblemsOf, keepForEditors, keepOfModule, problemLines } from '../../wrap-problems';

interface Options {
  build?: string;
  type?: string[];
  module?: string[];
  changed?: boolean;
  all?: boolean;
  to?: BuildStage;
  fillCache?: boolean;
  jobs: number;
  progressFd?: number;
  json?: boolean;
}

/** `itk-wrap build`: takes types to a stage by the shortest way, all in this one process. `itk-wrap swig` is `--to cpp`. */
export function registerBuildCommands(program: Command): void {
  addOptions(program.command('build'))
    .description('take types to a stage by the shortest way: only what is missing or out of date runs')
    .addOption(
      new Option(
        '--to <stage>',
        'the last stage (default: cpp, or interface if the build runs no SWIG)',
      ).choices([...BUILD_STAGES]),
    )
    .action((options: Options) => build(options));
  addOptions(program.command('swig'))
    .description('run SWIG for types, and what it needs: the same as build --to cpp')
    .action((options: Options) => build({ ...options, to: 'cpp' }));
}

function addOptions(command: Command): Command {
  return addProgressOption(command)
    .option('--build <dir>', 'the build directory (default: found from here)')
    .option('--type <names...>', 'types')
    .option('--module <names...>', 'all types of these modules')
    .option('--changed', 'whatever was made before, each type as far as it was')
    .option('--all', 'every type')
    .option('--fill-cache', 'also run CastXML for types whose XML is up to date, but not in the cache')
    .option('-j, --jobs <n>', 'number of parallel runs', jobs, os.availableParallelism())
    .option('--json', 'print one JSON value');
}

async function build(options: Options): Promise<void> {
  const started = performance.now();
  const signal = cancelOnInterrupt();
  const { build: tree, written } = await readyInputs(options, signal);
  if (!options.json) for (const file of written) note(`wrote ${file}, as CMake would`);
  const to = options.to ?? lastStageOf(tree);
  if (reaches(to, 'cpp') && to !== 'stubs') mustKnowSwig(tree);
  const reached = options.changed ? stagesReached(tree) : undefined;
  const types = reached ? [...reached.keys()] : selectTypes(tree, options);
  if (types.length === 0) note('Nothing was made before. Name types or modules, or take --all.');
  const summary = await run(tree, { types, to, reached, fillCache: options.fillCache }, options, signal);
  const seconds = (performance.now() - started) / 1000;
  if (options.json) sayJson({ ...summary, written, seconds: Math.round(seconds * 1000) / 1000 });
  else say(summaryLine(summary, seconds));
  const isDone = summary.failed.length + summary.skipped === 0;
  process.exitCode = isDone ? exitCodes.ok : exitCodes.badNews;
}

/** SWIG's C++, or what is made before if the build does not say how SWIG runs. */
function lastStageOf(build: BuildTree): BuildStage {
  if (knowsSwig(build)) return 'cpp';
  note(`${build.dir} does not say how SWIG runs, so this ends with the interface files.`);
  return 'interface';
}

const knowsSwig = ({ types }: BuildTree): boolean => types.some(({ swig }) => swig !== null);

/** @throws CannotAsk */
function mustKnowSwig(build: BuildTree): void {
  const { dir, generator } = build;
  if (knowsSwig(build)) return;
  throw new CannotAsk(
    generator.startsWith('Ninja')
      ? `${dir} has no rule that runs SWIG. Configure it again, or stop earlier with --to interface.`
      : `${dir} was generated for ${generator}: SWIG needs a Ninja build (cmake -G Ninja). Or stop earlier with --to interface.`,
  );
}

async function run(
  build: BuildTree,
  request: BuildRequest,
  { jobs: parallel, progressFd, json }: Options,
  signal: AbortSignal,
): Promise<BuildSummary> {
  const fromEnvironment = cacheOptionsFromEnvironment(process.env, process.platform);
  const warn = (message: string): void => note(`itk-wrap: ${message}`);
  const services = openBuildServices({ scheme: build.scheme });
  const { bypass } = fromEnvironment;
  const actions = openActionCache({ ...fromEnvironment, runProcess, warn });
  const progress = growingProgress('build', progressTo(progressFd));
  const kept: Promise<void>[] = [];
  const observer = observerOf(build, progress, kept, json === true, signal);
  const summary = await buildToStage(
    build,
    request,
    {
      services,
      runProcess,
      actions: { swig: (invocation, how) => actions.swig(invocation, { ...how, bypass }) },
      igenerator: (counted) =>
        igeneratorThroughCache(runProcess, ({ parts, secondsSaved }) => {
          const hits = parts.filter(({ outcome }) => outcome === 'hit').length;
          counted({ hits, ran: parts.length - hits, secondsSaved });
        }),
    },
    { jobs: parallel, signal, observer },
  );
  await Promise.all(kept);
  progress.stop();
  services.close();
  actions.flush();
  return summary;
}

function observerOf(
  build: BuildTree,
  progress: ReturnType<typeof growingProgress>,
  kept: Promise<void>[],
  quiet: boolean,
  signal: AbortSignal,
): BuildObserver {
  const ended = (
    [stage, what]: [OwnStage, string],
    line: string,
    output: string,
    problems: readonly string[] = [],
  ): void => {
    progress.end({ stage, what }, () => {
      if (!quiet) say(line);
      if (output !== '') passOn('stderr', output.endsWith('\n') ? output : `${output}\n`);
      for (const problem of problems) note(problem);
    });
  };
  const typesOf = (name: string): BuildType[] => build.types.filter((type) => type.name === name);
  return {
    planned: (total) => progress.total(total),
    began: (stage, what) => progress.begin({ stage, what }),
    castxml(result) {
      const problems = castxmlProblemsOf(build, result);
      // The output of a cancelled run says nothing about the type.
      if (!signal.aborted) kept.push(keepForEditors(build, 'castxml', typesOf(result.type), problems));
      const failed = result.outcome === 'failed';
      ended(['castxml', result.type], result.line, result.output, failed ? problems.map(problemLine) : []);
    },
    igenerator(result, output) {
      const module = build.modules.find(({ name }) => name === result.module);
      const found = problemLines(build, 'igenerator', module);
      found.add(Buffer.from(output));
      if (module && result.result) kept.push(keepOfModule(build, module, found.problems()));
      const word = result.exitCode === 0 ? 'DONE' : 'FAIL';
      const refused = result.refused === null ? '' : `itk-wrap: ${result.refused}\n`;
      ended(
        ['igenerator', result.module],
        `${word} igenerator ${result.module}`,
        output + refused,
        found.lines(),
      );
    },
    swig({ step, outcome, output }) {
      const found = problemLines(build, 'swig');
      found.add(Buffer.from(output));
      kept.push(keepForEditors(build, 'swig', typesOf(step.name), found.problems()));
      const word = { hit: 'HIT ', miss: 'MISS', bypass: 'RUN ', failed: 'FAIL' }[outcome];
      ended(['swig', step.name], `${word} ${step.name}.i`, output, found.lines());
    },
    libraryLine: (line) => progress.above(() => passOn(quiet ? 'stderr' : 'stdout', `${line}\n`)),
    libraryStep: () => progress.end({ stage: 'library', what: '' }, () => undefined),
    stubs({ outcome, output }) {
      const found = problemLines(build, 'pyi');
      found.add(Buffer.from(output));
      ended(
        ['stubs', 'stubs'],
        `${outcome === 'ran' ? 'DONE' : 'FAIL'} pyi_generator.py`,
        output,
        found.lines(),
      );
    },
    problem: (text) => note(`itk-wrap: ${text}`),
  };
}

function summaryLine(
  { ran, hits, unchanged, failed, skipped, secondsSaved }: BuildSummary,
  seconds: number,
): string {
  return [
    `${ran} run`,
    plural(hits, 'hit'),
    `${unchanged} unchanged`,
    `${failed.length} failed`,
    ...(skipped > 0 ? [`${skipped} not started`] : []),
    `in ${seconds.toFixed(1)} s`,
    ...(secondsSaved >= 0.05 ? [`${secondsSaved.toFixed(1)} s saved`] : []),
    ...(failed.length > 0 ? [`failed: ${[...new Set(failed)].join(', ')}`] : []),
  ].join(', ');
}
