import os from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BuildTree } from '../../build/build-tree';
import { findProgram } from '../../cache/invocation/find-program';
import { diskFacts } from '../../host/disk-facts';
import { privateProblem } from '../../host/private-folder';
import { runProcess } from '../../host/process';
import { makeScratchFolder } from '../../host/scratch-folder';
import { type DoctorPorts, examine } from '../../pipeline/doctor/doctor';
import { STEP_NAMES } from '../../pipeline/doctor/probe/probe-report';
import { remoteView } from '../../pipeline/doctor/remote-view';
import { storeViews } from '../../pipeline/doctor/store-views';
import { cancelOnInterrupt } from '../cancel';
import { doctorText } from '../doctor/doctor-text';
import { loadBuild } from '../evaluation/load-build';
import { CannotAsk, exitCodes } from '../exit';
import { findServers } from '../resident/ask-server';
import { serverFolder } from '../resident/server-address';
import { inPlace, note, say, sayJson } from '../terminal/output';

interface Options {
  build?: string;
  timeout: number;
  format: 'text' | 'json';
  json?: boolean;
}

/** The default time limit of a step, in seconds. On a machine with nothing else to do, each takes about one. */
const STEP_SECONDS = 10;

/** `itk-wrap doctor`: whether this machine and this build can wrap ITK in Python, and if not, which step breaks and why. */
export function registerDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'say whether this machine and this build can wrap ITK in Python: wraps one small class in a temporary folder, and checks tools, disk, clock and cache',
    )
    .option(
      '--build <dir>',
      'the build directory (default: found from here; without one, only the machine is checked)',
    )
    .option('--timeout <seconds>', 'the time limit of each step', seconds, STEP_SECONDS)
    .addOption(
      new Option('--format <format>', 'how to print the report').choices(['text', 'json']).default('text'),
    )
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      '\nExit code: 0 if there are no errors, 1 if there are, 2 if the examination could not be made.',
    )
    .action(async (options: Options) => {
      const signal = cancelOnInterrupt();
      const build = await buildOrNull(options.build);
      const report = await examine(build, portsOf(options, signal));
      const isJson = options.json === true || options.format === 'json';
      if (isJson) sayJson(report);
      else say(doctorText(report));
      if (report.cancelled) throw new CannotAsk('The examination was cancelled.');
      const isBad = report.findings.some(({ severity }) => severity === 'error');
      process.exitCode = isBad ? exitCodes.badNews : exitCodes.ok;
    });
}

/**
 * The build that is named, or else the one that is found. Null if none is found.
 * @throws CannotAsk if the named one cannot be used
 */
async function buildOrNull(option: string | undefined): Promise<BuildTree | null> {
  try {
    return await loadBuild(option);
  } catch (error) {
    if (option !== undefined || !(error instanceof CannotAsk)) throw error;
    note(`itk-wrap: ${error.message}\nOnly the machine is checked.`);
    return null;
  }
}

function portsOf({ timeout }: Options, signal: AbortSignal): DoctorPorts {
  const { env: environment, platform } = process;
  return {
    runProcess,
    environment,
    platform,
    signal,
    user: process.geteuid?.() ?? null,
    nowNs: () => BigInt(Date.now()) * 1_000_000n,
    disk: diskFacts,
    findProgram: (name) => findProgram(name, process.cwd(), environment),
    temporaryFolder: os.tmpdir(),
    makeScratch: () => makeScratchFolder('itk-wrap-doctor-'),
    stepLimitMs: timeout * 1000,
    onStep: (name) => inPlace(`${name} (${STEP_NAMES.indexOf(name) + 1} of ${STEP_NAMES.length}) …`, false),
    stores: () => storeViews(environment, platform),
    remote: () => remoteView(environment, fetch, signal),
    servers: async () => ({
      found: (await findServers(environment)).map(({ pid, state }) => ({ pid, answers: state !== null })),
      problem: serverProblem(environment),
    }),
  };
}

/** A folder that does not exist yet will be made. */
function serverProblem(environment: NodeJS.ProcessEnv): string | null {
  const folder = serverFolder(environment);
  const problem = folder === null ? null : privateProblem(folder);
  return problem?.startsWith('ENOENT') ? null : problem;
}

function seconds(value: string): number {
  const count = Number(value);
  if (!(count > 0 && count <= 3600))
    throw new InvalidArgumentError('It must be a number of seconds, such as 10.');
  return count;
}
