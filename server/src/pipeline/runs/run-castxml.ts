import { forgetInNinja } from '../../build/generators/ninja-record';
import type { BuildCommand, BuildTree, BuildType } from '../../build/build-tree';
import type { WantedDepfile } from '../../cache/inputs/depfile';
import type { ProcessRunner } from '../../host/process';
import type { BuildServices, CastxmlOutcome } from '../build-services';
import { invocationOf } from '../invocations';
import { RunRecorder } from './run-recorder';
import { depfileOption, inputsAfterRun } from './depfile-inputs';

/** The result for one type. */
export interface CastxmlRun {
  type: string;
  outcome: CastxmlOutcome;
  exitCode: number;
  /** castxml's output. Empty on a hit. */
  output: string;
  /** The run in one line, as the cache prints it: `HIT  itkFoo.cxx (l1→l2=01234567)`. */
  line: string;
}

/** The result of one call of {@link runCastxml} for all types. */
export interface CastxmlSummary {
  runs: CastxmlRun[];
  hits: number;
  misses: number;
  failed: number;
  /** Types that were not started because of a cancellation. */
  skipped: number;
  /** The seconds that the hits would have taken, as far as the store knows. */
  secondsSaved: number;
}

/**
 * Runs CastXML for types through the cache, `jobs` at a time, in the given order. A failed type does not stop the others. An
 * abort ends the active runs and starts no others.
 * @param options.onStart gets the name of each type whose run begins, and `onRun` the result when it ends
 */
export async function runCastxml(
  build: BuildTree,
  types: readonly BuildType[],
  services: Pick<BuildServices, 'run'>,
  runProcess: ProcessRunner,
  options: {
    jobs: number;
    signal: AbortSignal;
    onStart?: (type: string) => void;
    onRun: (run: CastxmlRun) => void;
  },
): Promise<CastxmlSummary> {
  const summary: CastxmlSummary = { runs: [], hits: 0, misses: 0, failed: 0, skipped: 0, secondsSaved: 0 };
  const queue = [...types];
  const recorder = new RunRecorder(build, runProcess);
  const worker = async (): Promise<void> => {
    for (let type = queue.shift(); type; type = queue.shift()) {
      if (options.signal.aborted) {
        summary.skipped += 1;
        continue;
      }
      options.onStart?.(type.name);
      await forgetInNinja(build, [type.xml]);
      const startedMs = Date.now();
      const { checkedMs, ...run } = await runOne(build, type, services, options.signal, summary);
      if (run.outcome !== 'failed' && type.castxml)
        await recorder.add({
          ...{
            command: type.castxml,
            outputs: [type.xml],
            inputs: await inputsAfterRun(type.castxml, runProcess),
          },
          // An input that was modified since then is newer than this run.
          ...{ startedMs: Math.min(startedMs, checkedMs), endedMs: Date.now() },
        });
      summary.runs.push(run);
      if (run.outcome === 'failed') summary.failed += 1;
      else if (run.outcome === 'miss' || run.outcome === 'bypass') summary.misses += 1;
      else summary.hits += 1;
      options.onRun(run);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, types.length) }, worker));
  await recorder.finish();
  return summary;
}

/** The depfile that the command makes its launcher write. */
function wantedDepfile(command: BuildCommand): WantedDepfile | undefined {
  const [file, target] = depfileOption(command);
  return file === undefined || target === undefined ? undefined : { file, target };
}

async function runOne(
  build: BuildTree,
  type: BuildType,
  services: Pick<BuildServices, 'run'>,
  signal: AbortSignal,
  summary: CastxmlSummary,
): Promise<CastxmlRun & { checkedMs: number }> {
  const failed = (output: string): CastxmlRun & { checkedMs: number } => ({
    checkedMs: Infinity,
    type: type.name,
    outcome: 'failed',
    exitCode: 1,
    output,
    line: runLine(type.name, 'failed', null),
  });
  if (!type.castxml)
    return failed(`${build.dir} does not say how castxml runs for ${type.name}: is it a Ninja build?`);
  try {
    const depfile = wantedDepfile(type.castxml);
    const result = await services.run(invocationOf(build, type.castxml), signal, depfile);
    summary.secondsSaved += result.secondsSaved;
    return {
      type: type.name,
      outcome: result.outcome,
      exitCode: result.exitCode,
      output: result.output,
      checkedMs: result.checkedMs,
      line: runLine(type.name, result.outcome, result.l2),
    };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/** One run in one line, in the words of a verbose `itk-castxml-cache`. */
function runLine(type: string, outcome: CastxmlOutcome, l2: string | null): string {
  const source = `${type}.cxx`;
  const key = l2?.slice(0, 8) ?? '';
  switch (outcome) {
    case 'hit-l1':
    case 'hit-portable':
      return `HIT  ${source} (l1→l2=${key})`;
    case 'hit-l2':
      return `HIT  ${source} (l2=${key})`;
    case 'miss':
      return `MISS ${source}`;
    case 'bypass':
      return `RUN  ${source} (not cached)`;
    case 'failed':
      return `FAIL ${source}`;
  }
}
