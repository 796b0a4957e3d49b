import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { stepsOf } from '../build/steps';
import type { BuildModule, BuildTree } from '../build/types';
import type { ProcessResult, ProcessRunner } from '../util/process';

export interface IgeneratorRun {
  module: string;
  exitCode: number;
  /** Null where igenerator was not started: its inputs are not there, or the build does not say how to run it. */
  result: ProcessResult | null;
  /** Why it was not started, and what to do. */
  refused: string | null;
}

/**
 * Runs a module's igenerator.py as the build would, without a shell, and tells ninja that its outputs are new.
 * @param onOutput igenerator's own output as it comes
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
    return refuse(`${build.dir} does not say how igenerator runs for ${module.name}: is it a Ninja build?`);
  const missing = await missingXml(build, module);
  if (missing.length > 0)
    return refuse(
      `${missing.length} XML of ${module.name} are missing (${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', …' : ''}): ` +
        `run “itk-wrap castxml --module ${module.name}” first.`,
    );
  let result: ProcessResult | null = null;
  let exitCode = 0;
  for (const step of stepsOf(command)) {
    result = await runProcess({ ...step, ...options });
    exitCode = result.code ?? 1;
    if (exitCode !== 0) break;
  }
  if (exitCode === 0) await tellNinja(build, module.igeneratorOutputs, runProcess);
  return { module: module.name, exitCode, result, refused: null };
}

/**
 * Ninja compares inputs with the times in its own log. Without this it would do the same work again on its next run.
 * It knows only outputs that it made itself once; of others it keeps no record, and makes them.
 */
export async function tellNinja(
  build: BuildTree,
  outputs: readonly string[],
  runProcess: ProcessRunner,
): Promise<void> {
  const ninja = build.cache.get('CMAKE_MAKE_PROGRAM');
  if (!ninja || !build.generator.startsWith('Ninja')) return;
  const relative = outputs.map((output) => path.relative(build.dir, output));
  try {
    await access(path.join(build.dir, '.ninja_log'));
    await runProcess({ file: ninja, args: ['-C', build.dir, '-t', 'restat', ...relative] });
  } catch {
    // No log yet, or no ninja: nothing is known there that could be wrong.
  }
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
