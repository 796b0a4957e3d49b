import { stat } from 'node:fs/promises';
import path from 'node:path';
import { reasonOf } from '../../host/build-files';
import { forgetInNinja, recordInNinja } from '../../build/generators/ninja-record';
import { stepsOf } from '../../build/steps';
import type { BuildModule, BuildTree } from '../../build/build-tree';
import type { ProcessResult, ProcessRunner } from '../../host/process';
import { depfileInputs } from './depfile-inputs';
import { modulesToRunBefore } from './modules-before';
import { removePartialOutputs, timesOf } from './partial-outputs';
import { plural } from '../../shared/plural';

/** The result for one module. */
export interface IgeneratorRun {
  module: string;
  exitCode: number;
  /** Null if igenerator was not started, because its inputs are missing or the build does not say how to run it. */
  result: ProcessResult | null;
  /** Why it was not started, and what to do. */
  refused: string | null;
}

/**
 * Runs a module's igenerator.py as the build would, without a shell, and records the run for ninja.
 * @param onOutput gets igenerator's own output as it arrives
 */
export async function runIgenerator(
  build: BuildTree,
  module: BuildModule,
  runProcess: ProcessRunner,
  options: { signal?: AbortSignal; onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void } = {},
): Promise<IgeneratorRun> {
  const refuse = (refused: string): IgeneratorRun => ({
    module: module.name,
    exitCode: 1,
    result: null,
    refused,
  });
  const command = module.igenerator;
  if (!command)
    return refuse(
      `${build.dir} does not say how to run igenerator for ${module.name}. Only Ninja builds do.`,
    );
  const missing = await missingXml(build, module);
  if (missing.length > 0)
    return refuse(
      `igenerator cannot run for ${module.name}: ${plural(missing.length, 'XML file')} missing ` +
        `(${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', …' : ''}). ` +
        `First run “itk-wrap castxml --module ${module.name}”.`,
    );
  const first = modulesToRunBefore(build, module);
  if (first.length > 0) return refuse(refusalFor(build, module, first));
  await forgetInNinja(build, module.igeneratorOutputs);
  const startedMs = Date.now();
  const before = await timesOf(module.igeneratorOutputs);
  let result: ProcessResult | null = null;
  let exitCode = 0;
  for (const step of stepsOf(command)) {
    try {
      result = await runProcess({ ...step, ...options });
    } catch (error) {
      await removePartialOutputs(before);
      return refuse(`${step.file} could not be started: ${reasonOf(error)}. Configure ${build.dir} again.`);
    }
    exitCode = result.code ?? 1;
    if (exitCode !== 0) break;
  }
  if (exitCode !== 0) await removePartialOutputs(before);
  const inputs = exitCode === 0 ? depfileInputs(command) : undefined;
  const run = { command, outputs: module.igeneratorOutputs, inputs, startedMs, endedMs: Date.now() };
  if (exitCode === 0) await recordInNinja(build, [run], runProcess);
  return { module: module.name, exitCode, result, refused: null };
}

/** The maximum number of modules that are named in a message. */
const FEW = 3;

/** `first`: the modules whose .idx files are missing. */
function refusalFor(build: BuildTree, { name }: BuildModule, first: readonly string[]): string {
  const isFew = first.length <= FEW;
  const which = `${first.slice(0, FEW).join(', ')}${isFew ? '' : ', …'}`;
  return (
    `igenerator cannot run for ${name}: it reads the .idx files of the modules that ${name} depends on, and those of ` +
    `${plural(first.length, 'module')} are missing (${which}). ` +
    (isFew
      ? `First run “itk-wrap igenerator --module ${first.join(' ')}”.`
      : `To run everything that ${name} needs, run “ninja -C ${build.dir} ${name}Swig”.`)
  );
}

async function missingXml(build: BuildTree, module: BuildModule): Promise<string[]> {
  const byName = new Map(build.types.map((type) => [type.name, type]));
  const missing: string[] = [];
  for (const name of module.types) {
    const xml = byName.get(name)?.xml;
    if (!xml) continue;
    const there = await stat(xml).then(
      ({ size }) => size > 0,
      () => false,
    );
    if (!there) missing.push(path.basename(xml));
  }
  return missing;
}
