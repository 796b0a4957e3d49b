import { forgetInNinja } from '../../build/generators/ninja-record';
import { stepsOf } from '../../build/steps';
import type { BuildTree, SwigStep } from '../../build/build-tree';
import type { ActionCache } from '../../cache/action-cache';
import { reasonOf } from '../../host/build-files';
import { depfileOption, inputsAfterRun } from '../runs/depfile-inputs';
import { RunRecorder } from '../runs/run-recorder';
import type { ProcessRequest, ProcessRunner } from '../../host/process';

/** The result of one run of SWIG. */
export interface SwigStepRun {
  step: SwigStep;
  outcome: 'hit' | 'miss' | 'bypass' | 'failed';
  /** What SWIG printed, now or when the entry was made. */
  output: string;
  secondsSaved: number;
}

/**
 * Runs SWIG for interface files, `jobs` at a time, from the cache if possible, and records the runs for ninja. A failed run
 * does not stop the others. An abort ends the active runs and starts no others; those have no result.
 */
export async function runSwigSteps(
  build: BuildTree,
  steps: readonly SwigStep[],
  cache: Pick<ActionCache, 'swig'>,
  runProcess: ProcessRunner,
  options: {
    jobs: number;
    signal: AbortSignal;
    onStart: (step: SwigStep) => void;
    onRun: (run: SwigStepRun) => void;
  },
): Promise<SwigStepRun[]> {
  const { signal } = options;
  const queue = [...steps];
  const runs: SwigStepRun[] = [];
  const recorder = new RunRecorder(build, runProcess);
  const worker = async (): Promise<void> => {
    for (let step = queue.shift(); step && !signal.aborted; step = queue.shift()) {
      options.onStart(step);
      await forgetInNinja(build, step.outputs);
      const startedMs = Date.now();
      const run = await runOne(step, cache, runProcess, signal);
      if (signal.aborted) return;
      const { command, outputs } = step;
      if (run.outcome !== 'failed')
        await recorder.add({
          ...{ command, outputs, inputs: await inputsAfterRun(command, runProcess) },
          ...{ startedMs, endedMs: Date.now() },
        });
      runs.push(run);
      options.onRun(run);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, steps.length) }, worker));
  await recorder.finish();
  return runs;
}

async function runOne(
  step: SwigStep,
  cache: Pick<ActionCache, 'swig'>,
  runProcess: ProcessRunner,
  signal: AbortSignal,
): Promise<SwigStepRun> {
  const { argv, cwd, env, unset = [], before = [] } = step.command;
  const [swig = 'swig', ...args] = argv;
  // A command that also sets variables or runs other programs is run as the build would run it.
  const isPlain = Object.keys(env).length + unset.length + before.length === 0;
  const as = (outcome: SwigStepRun['outcome'], output: string, secondsSaved = 0): SwigStepRun => ({
    ...{ step, outcome, output, secondsSaved },
  });
  try {
    if (!isPlain) return as(...(await runDirectly(step, runProcess, signal)));
    const [depfile] = depfileOption(step.command);
    const result = await cache.swig(
      { swig, args, cwd },
      { signal, ...(depfile !== undefined && { depfile }) },
    );
    const output = result.stdout.toString() + result.stderr.toString();
    const outcome = result.exitCode === 0 ? result.outcome : 'failed';
    return as(outcome, output, result.secondsSaved);
  } catch (error) {
    return as('failed', `${swig} could not be started: ${reasonOf(error)}.\n`);
  }
}

async function runDirectly(
  { command }: SwigStep,
  runProcess: ProcessRunner,
  signal: AbortSignal,
): Promise<['bypass' | 'failed', string]> {
  let output = '';
  const onOutput: ProcessRequest['onOutput'] = (_, chunk) => void (output += chunk.toString());
  for (const one of stepsOf(command)) {
    const { code } = await runProcess({ ...one, signal, onOutput });
    if (code !== 0) return ['failed', output];
  }
  return ['bypass', output];
}
