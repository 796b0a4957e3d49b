import path from 'node:path';
import type { BuildTree } from '../../build/build-tree';
import type { Script } from '../../cmake/syntax/ast';
import { loadParser } from '../../cmake/syntax/parse';
import { LimitError } from '../../cmake/values/evaluation-limits';
import { readBuild } from '../../build/read-build';
import { bytesOrNullSync } from '../../host/read-regular-file';
import { runProcess } from '../../host/process';
import {
  changedSinceConfigure,
  missingSinceConfigure,
  writePredicted,
} from '../../pipeline/build/configure-first';
import { planConfigure, runSteps } from '../../pipeline/runs/tool-plans';
import { openPrediction, type PredictionSession } from '../../wrapping/evaluation/prediction';
import type { GeneratedBytes } from '../../wrapping/evaluation/prediction-types';
import { loadBuild, mustBeSound } from '../evaluation/load-build';
import { CannotAsk } from '../exit';
import { note, passOn } from '../terminal/output';
import { whenNoOtherCMakeRuns } from './when-no-other-cmake-runs';

/** A build whose inputs are what CMake would write now. */
export interface ReadyBuild {
  build: BuildTree;
  /** Files that were written instead of running CMake. */
  written: string[];
}

/**
 * Makes the inputs of a build current, as ninja does before everything else. If only `.wrap` files of types that the build has
 * were edited, the predicted files are written, which takes less time than CMake. Otherwise CMake runs, also if a file is missing
 * that only CMake writes.
 * @throws CannotAsk if CMake fails
 */
export async function readyInputs(
  options: { build?: string; type?: string[] },
  signal: AbortSignal,
): Promise<ReadyBuild> {
  const build = await loadBuild(options.build);
  const { wraps, others } = changedSinceConfigure(build);
  const known = new Set(build.types.map(({ name }) => name));
  // A new .wrap file is not among the files that CMake has read.
  const isNew = (options.type ?? []).some((name) => !known.has(name));
  const missing = missingSinceConfigure(build);
  if (others.length === 0 && !isNew && missing === null) {
    if (wraps.length === 0) return { build, written: [] };
    const files = await changedFiles(build, wraps, signal);
    if (files !== null) return { build, written: writePredicted(build, files) };
  }
  const changed = others[0] ?? wraps[0];
  const because =
    changed !== undefined ? `${changed} has changed` : missing === null ? null : `${missing} is missing`;
  return { build: await configured(build, because, signal), written: [] };
}

/**
 * The generated files of edited `.wrap` files and their modules that differ from those on disk. Null if CMake has to run: the
 * build would get other types, CMake would stop at a mistake, or some other file of those modules differs too, so that more
 * has changed than is known.
 *
 * The `.wrap` files of other modules count as empty, which saves most of the time: each module has a scope of its own.
 */
async function changedFiles(
  build: BuildTree,
  wraps: readonly string[],
  signal: AbortSignal,
): Promise<GeneratedBytes[] | null> {
  const edited = build.types.filter(({ wrap }) => wrap !== null && wraps.includes(wrap));
  const modules = new Set(edited.map(({ module }) => module));
  const without = build.types.flatMap(({ wrap, module }) =>
    wrap !== null && !modules.has(module) ? [wrap] : [],
  );
  const session = await evaluate(build, without, signal);
  const types = build.types.filter(({ module }) => modules.has(module));
  const predicted = session?.types().filter(({ module }) => modules.has(module)) ?? [];
  const names = (all: readonly { name: string }[]): string =>
    all
      .map(({ name }) => name)
      .sort()
      .join('\n');
  if (!session || names(predicted) !== names(types) || types.some(({ name }) => session.isCutShort(name)))
    return null;
  const known = new Set([...modules, ...types.map(({ name }) => name)]);
  const different = session
    .generatedFiles()
    .filter((file) => ownerOf(file, known) !== null)
    .filter(({ path: file, content }) => bytesOrNullSync(file)?.equals(content) !== true);
  const owners = new Set([...modules, ...edited.map(({ name }) => name)]);
  return different.every((file) => ownerOf(file, owners) !== null) ? different : null;
}

/** What CMake adds to the name of a type or a module in the names of generated files. */
const ADDED = /(?:SwigInterface|Config|_ext|_snake_case)$/;

/** The type or the module that a generated file is named after. Null if there is none among these. */
function ownerOf({ path: file }: GeneratedBytes, names: ReadonlySet<string>): string | null {
  const [stem = ''] = path.basename(file).split('.');
  return [stem, stem.replace(ADDED, '')].find((name) => names.has(name)) ?? null;
}

async function evaluate(
  build: BuildTree,
  without: readonly string[],
  signal: AbortSignal,
): Promise<PredictionSession | null> {
  const parser = await loadParser();
  const parse = (text: string): Script => parser.parseScript(text);
  try {
    return openPrediction({ source: build.source, build: build.dir }, { parse, without, signal, rules: [] });
  } catch (error) {
    if (error instanceof LimitError) return null;
    throw error;
  }
}

/** Runs CMake, unless it is no longer necessary because somebody else did. */
function configured(build: BuildTree, because: string | null, signal: AbortSignal): Promise<BuildTree> {
  return whenNoOtherCMakeRuns(build.dir, signal, async (waited) => {
    const { wraps, others } = changedSinceConfigure(build);
    const isDone = wraps.length + others.length === 0 && missingSinceConfigure(build) === null;
    if (!waited || because === null || !isDone) await configure(build, because, signal);
    const fresh = await readBuild(build.dir);
    mustBeSound(fresh);
    return fresh;
  });
}

async function configure(build: BuildTree, because: string | null, signal: AbortSignal): Promise<void> {
  note(because === null ? 'Running CMake.' : `Running CMake, because ${because}.`);
  const plan = planConfigure(build);
  if ('refused' in plan) throw new CannotAsk(plan.refused);
  const onOutput = (_: 'stdout' | 'stderr', chunk: Buffer): void => passOn('stderr', chunk);
  const code = await runSteps(plan.steps, runProcess, { signal, onOutput });
  if (signal.aborted) throw new CannotAsk(`Cancelled before ${build.dir} was configured.`);
  if (code !== 0)
    throw new CannotAsk(`CMake failed in ${build.dir}: correct what it says above, and try again.`);
}
