import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BuildTree, BuildType } from '../../build/build-tree';
import { openCache } from '../../cache/cache';
import { translateXml } from '../../cache/invocation/translate-xml';
import type { Invocation } from '../../cache/api';
import type { RunOutcome } from '../../shared/reasons';
import type { ProcessRunner } from '../../host/process';
import { readRegularFile } from '../../host/read-regular-file';
import { runThroughNinja } from './ninja-steps';
import { createBenchTree, survey, type BenchRun, type BenchTree } from './bench-trees';

/**
 * The phases, in the order in which they run:
 * - `no cache`: castxml itself; every other phase is compared with it
 * - `cold`: an empty store
 * - `same directory`: again, after the XML files were removed
 * - `other directory`: another build directory of the same sources
 * - `other worktree`: another copy of the sources, with its own build directory
 */
export const benchPhases = [
  'no cache',
  'cold',
  'same directory',
  'other directory',
  'other worktree',
] as const;
/** The name of a phase. */
export type BenchPhase = (typeof benchPhases)[number];

/** How the runs are started: all in this process, as `itk-wrap castxml` does, or by ninja, one process each. */
export type BenchMeans = 'one process' | 'ninja';

/** The result of one phase in one mode. */
export interface BenchRow {
  phase: BenchPhase;
  through: BenchMeans;
  /** Wall time of all types together. */
  seconds: number;
  /** The ratio of `seconds` to that of `no cache` in the same mode. */
  ratio: number;
  hits: number;
  /** The hits that needed `castxml -E`. */
  preprocessed: number;
  misses: number;
  failed: number;
}

/** The result of a benchmark. */
export interface BenchReport {
  build: string;
  source: string;
  castxml: string | null;
  types: readonly string[];
  jobs: number;
  cores: number;
  rows: readonly BenchRow[];
  /** `<phase>: <type>` for each XML that differs from what castxml itself writes there. */
  differing: readonly string[];
}

/** How to run a benchmark. */
export interface BenchOptions {
  jobs: number;
  /** Also run through ninja: the program, and the launcher before castxml. */
  ninja?: { program: string; launcher: readonly string[] };
  runProcess: ProcessRunner;
  signal: AbortSignal;
  /** Called after each of `total` runs and lookups. */
  onProgress: (done: number, total: number, what: string) => void;
}

/** The result of one run. */
export type PhaseOutcomes = readonly RunOutcome[];

/** Starts castxml, or the cache, for all runs of a tree. */
type Starter = (tree: BenchTree, cached: boolean, onRun: (type: string) => void) => Promise<PhaseOutcomes>;

/**
 * Measures how much time the cache saves for these types of a build. Works in a temporary folder with a separate store. The
 * build, its sources and the user's store are only read.
 * @throws Error if a type cannot be preprocessed; AbortError on cancellation
 */
export async function runBench(
  build: BuildTree,
  types: readonly BuildType[],
  options: BenchOptions,
): Promise<BenchReport> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'itk-wrap-bench-'));
  try {
    const means = options.ninja ? 2 : 1;
    const total = types.length * (1 + benchPhases.length * means);
    let done = 0;
    const step = (what: string): void => options.onProgress(++done, total, what);
    const surveyed = await survey(build, types, folder, {
      ...options,
      onType: (type) => step(`reading ${type}`),
    });
    const { source } = build;
    const trees = {
      first: await createBenchTree(surveyed, { source, build: path.join(folder, 'first/build') }),
      second: await createBenchTree(surveyed, { source, build: path.join(folder, 'second/build') }),
      third: await createBenchTree(surveyed, {
        source: path.join(folder, 'worktree/source'),
        build: path.join(folder, 'worktree/build'),
      }),
    };
    const where: Record<BenchPhase, BenchTree> = {
      'no cache': trees.first,
      cold: trees.first,
      'same directory': trees.first,
      'other directory': trees.second,
      'other worktree': trees.third,
    };
    const rows: BenchRow[] = [];
    const differing: string[] = [];
    const own = new Map<string, Buffer>();
    const measure = async (through: BenchMeans, start: Starter): Promise<void> => {
      let base = 0;
      for (const phase of benchPhases) {
        const tree = where[phase];
        for (const { output } of tree.runs) await rm(output, { force: true });
        const began = performance.now();
        const outcomes = await start(tree, phase !== 'no cache', (type) => step(`${phase}: ${type}`));
        const seconds = (performance.now() - began) / 1000;
        options.signal.throwIfAborted();
        if (phase === 'no cache') {
          base = seconds;
          for (const { type, output } of tree.runs) own.set(type, await readXml(output));
        }
        rows.push({ phase, through, seconds, ratio: seconds / base, ...countOutcomes(outcomes) });
        for (const type of await unlike(tree, trees.first, own, options)) differing.push(`${phase}: ${type}`);
      }
    };
    await measure('one process', inOneProcess(path.join(folder, 'store'), options));
    if (options.ninja) {
      const store = path.join(folder, 'store-of-ninja');
      const how = { ...options, ...options.ninja, folder, store };
      await measure('ninja', (tree, cached, onRun) => runThroughNinja(tree, { ...how, cached, onRun }));
    }
    return {
      build: build.dir,
      source,
      castxml: build.castxml,
      types: types.map(({ name }) => name),
      jobs: options.jobs,
      cores: os.availableParallelism(),
      rows,
      differing,
    };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function inOneProcess(store: string, { jobs, runProcess, signal }: BenchOptions): Starter {
  return async (tree, cached, onRun) => {
    await mkdir(store, { recursive: true });
    // The cache is opened again for each phase, as a separate process would, so that only data on disk is remembered.
    const cache = openCache({ roots: [store], format: 'gzip', maxBytes: 2 ** 40, runProcess });
    const outcomes: RunOutcome[] = [];
    const queue = [...tree.runs];
    const worker = async (): Promise<void> => {
      for (let run = queue.shift(); run; run = queue.shift()) {
        signal.throwIfAborted();
        const { outcome } = await cache.run(run.invocation, { signal, bypass: !cached });
        outcomes.push(outcome);
        onRun(run.type);
      }
    };
    await Promise.all(Array.from({ length: jobs }, worker));
    cache.flush();
    return outcomes;
  };
}

function countOutcomes(
  outcomes: PhaseOutcomes,
): Pick<BenchRow, 'hits' | 'preprocessed' | 'misses' | 'failed'> {
  const count = (...wanted: RunOutcome[]): number =>
    outcomes.filter((outcome) => wanted.includes(outcome)).length;
  return {
    hits: count('hit-l1', 'hit-portable', 'hit-l2'),
    preprocessed: count('hit-l2'),
    misses: count('miss'),
    failed: count('failed'),
  };
}

/** The types whose XML differs from what castxml writes in this tree. */
async function unlike(
  tree: BenchTree,
  first: BenchTree,
  own: ReadonlyMap<string, Buffer>,
  how: Pick<BenchOptions, 'runProcess' | 'signal'>,
): Promise<string[]> {
  const found: string[] = [];
  for (const run of tree.runs) {
    const made = await readXml(run.output);
    const expected = translateXml(own.get(run.type) ?? Buffer.alloc(0), first.trees, tree.trees);
    if (made.equals(expected)) continue;
    // An XML that names its own tree may differ in more than the exchanged paths, so castxml itself decides.
    if (!made.equals(await bare(run, how))) found.push(run.type);
  }
  return found;
}

async function bare(run: BenchRun, how: Pick<BenchOptions, 'runProcess' | 'signal'>): Promise<Buffer> {
  const other = `${run.output}.own.xml`;
  const { castxml, args, cwd }: Invocation = run.invocation;
  await how.runProcess({
    file: castxml,
    args: args.map((argument, i) => (args[i - 1] === '-o' ? other : argument)),
    cwd,
    signal: how.signal,
  });
  const xml = await readXml(other);
  await rm(other, { force: true });
  return xml;
}

/** The bytes of an XML. Empty if castxml failed and wrote none. */
async function readXml(file: string): Promise<Buffer> {
  return readRegularFile(file).catch(() => Buffer.alloc(0));
}
