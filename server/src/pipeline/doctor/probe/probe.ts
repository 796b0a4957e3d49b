import { readLibraryCommands } from '../../../build/generators/library-commands';
import type { BuildTree } from '../../../build/build-tree';
import type { BuildFs } from '../../../host/build-files';
import type { DiskFacts } from '../../../host/disk-facts';
import type { ProcessRunner } from '../../../host/process';
import type { ScratchFolder } from '../../../host/scratch-folder';
import { runLimited } from '../run-limited';
import { castxmlStep } from './castxml-step';
import { compileStep } from './compile-step';
import { igeneratorStep } from './igenerator-step';
import { importStep } from './import-step';
import { linkStep } from './link-step';
import type { PlannedStep } from './planned-step';
import { placesIn, type ProbePlaces } from './probe-places';
import {
  failureOf,
  type ProbeReport,
  STEP_NAMES,
  STEP_WORDS,
  type StepName,
  type StepReport,
} from './probe-report';
import {
  castxmlSource,
  EMPTY_MODULES,
  HEADER,
  INTERFACE_EXTENSION,
  swigInterface,
  TYPE,
} from './sample-type';
import { swigStep } from './swig-step';

/** What the probe needs from its surroundings. */
export interface ProbePorts {
  runProcess: ProcessRunner;
  environment: NodeJS.ProcessEnv;
  disk: Pick<DiskFacts, 'facts'>;
  scratch: ScratchFolder;
  signal: AbortSignal;
  /** The time limit of a step. */
  limitMs: number;
  /** Replaces the disk to read the build from, in tests. */
  fs?: BuildFs;
  onStep?: (name: StepName) => void;
}

/**
 * Takes one small type through the whole wrapping, in the scratch folder, with the tools and the flags of the build. Nothing is written
 * into the build or the sources. Rejects only if the scratch folder cannot be written to, with the system's error.
 */
export async function probe(build: BuildTree, ports: ProbePorts): Promise<ProbeReport> {
  const places = placesIn(ports.scratch.path, build.layout);
  await writeFiles(ports.scratch, places);
  const environment = environmentOf(ports.environment, places);
  const library = await readLibraryCommands(build, ports.fs);
  const plans: Record<StepName, () => PlannedStep> = {
    castxml: () => castxmlStep(build, places, environment),
    igenerator: () => igeneratorStep(build, places, environment),
    swig: () => swigStep(build, places, environment),
    compile: () => compileStep(library, places, environment),
    link: () => linkStep(build, library, places, environment),
    import: () => importStep(build, places, environment),
  };
  const steps: StepReport[] = [];
  let broken: StepName | null = null;
  for (const name of STEP_NAMES) {
    if (broken === null) {
      ports.onStep?.(name);
      steps.push(await take(name, plans[name](), ports));
    } else
      steps.push(
        notRun(
          name,
          `${STEP_WORDS[broken]} ${steps.some(({ state }) => state === 'failed') ? 'failed' : 'was not run'}`,
        ),
      );
    if (steps.at(-1)?.state !== 'ok') broken ??= name;
  }
  const failed = steps.some(({ state }) => state === 'failed');
  return { works: failed ? false : broken === null ? true : null, steps };
}

async function take(name: StepName, plan: PlannedStep, ports: ProbePorts): Promise<StepReport> {
  if ('problem' in plan) return notRun(name, plan.problem);
  const { file, args, cwd, env, makes } = plan;
  const run = await runLimited({ file, args, cwd, env }, ports);
  let reason = failureOf(run, ports.limitMs);
  if (reason === null)
    for (const made of makes)
      if ((await ports.disk.facts(made)) === null) reason ??= `it ended with 0, but did not write ${made}`;
  return {
    name,
    state: reason === null ? 'ok' : 'failed',
    reason,
    seconds: run.seconds,
    command: { argv: [file, ...args], cwd },
    output: run.output,
  };
}

const notRun = (name: StepName, reason: string): StepReport => ({
  name,
  state: 'not-run',
  reason,
  seconds: 0,
  command: null,
  output: '',
});

/**
 * Python writes no bytecode next to the sources that it imports, ccache keeps nothing if it stands in for the compiler, a castxml that is
 * a launcher of ours asks no store, and the tools have their own temporary files in the scratch folder.
 */
function environmentOf(environment: NodeJS.ProcessEnv, { temporary }: ProbePlaces): NodeJS.ProcessEnv {
  return {
    ...environment,
    PYTHONDONTWRITEBYTECODE: '1',
    CCACHE_DISABLE: '1',
    ITK_WRAP_CACHE_BYPASS: '1',
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
  };
}

async function writeFiles(scratch: ScratchFolder, places: ProbePlaces): Promise<void> {
  const write = (file: string, text: string): Promise<void> =>
    scratch.write(file.slice(scratch.path.length + 1), text);
  await write(places.header, HEADER);
  await write(places.cxx, castxmlSource(places.header));
  await write(places.swigInterface, swigInterface(places.header));
  await write(places.mdx, `${TYPE}.idx\n`);
  await write(`${places.extensions}/${TYPE}_ext.i`, INTERFACE_EXTENSION);
  for (const name of EMPTY_MODULES) await write(`${places.package}/${name}.py`, '');
  await write(`${places.package}/Configuration/__init__.py`, '');
  for (const folder of [places.pkl, places.temporary])
    await scratch.makeFolder(folder.slice(scratch.path.length + 1));
}
