import path from 'node:path';
import { forgetRun, isRecorded, recordRun, sinceRun, type SinceRun } from '../action/last-run';
import type { CacheContext } from '../cache-context';
import { takeSnapshot, type Snapshot } from '../inputs/digests';
import { PerSnapshot } from '../action/per-snapshot';
import { CannotTell } from '../inputs/input-files';
import { findTrees } from '../invocation/tree-pair';
import type { Trees } from '../api';
import {
  parseIgeneratorArguments,
  type IgeneratorInvocation,
  type IgeneratorRun,
} from './igenerator-arguments';
import { reachableIdx } from './names/known-names';
import { digestWithoutTrees, inputsOf } from './module-run';
import { findPythonTool, type PythonTool } from './python-tool';

/** Compares what igenerator would read now with what it read when it last ran through this store. Starts no process. */
export async function igeneratorSinceRun(
  cache: CacheContext,
  invocation: IgeneratorInvocation,
  snapshot: Snapshot = takeSnapshot(),
): Promise<SinceRun> {
  const run = parseIgeneratorArguments(invocation);
  if (!run || !isRecorded(cache.roots, run.snakeCaseFile)) return { state: 'unknown' };
  const { python, cwd } = invocation;
  const { script, pygccxml, interfaceDir, snakeCaseFile } = run;
  const tool = await tools.get(snapshot, [python, cwd, script, pygccxml], () =>
    findPythonTool(cache, invocation, run, snapshot).catch(whatIsUnknown),
  );
  const trees = treesOfFolder.get(snapshot, [interfaceDir], () => treesOf(run));
  const digestOf = (file: string): string => digestNow(cache, file, trees, snapshot);
  return unlessUnknown(() => sinceRun(cache.roots, snakeCaseFile, tool, digestOf)) ?? { state: 'unknown' };
}

/** Found once for all modules that share a snapshot. */
const tools = new PerSnapshot<Promise<PythonTool | null>>();
const treesOfFolder = new PerSnapshot<Trees | null>();

/** What a run is about to read. Create it before the run, so that whatever changes meanwhile counts as changed. */
export class RunInputs {
  /** Null if it is not known. */
  readonly #read: ReadonlyMap<string, string> | null;

  constructor(
    private readonly cache: CacheContext,
    private readonly run: IgeneratorRun,
    snapshot: Snapshot,
  ) {
    this.#read = unlessUnknown(() => digestsOf(cache, run, treesOf(run), snapshot));
  }

  /** Records the run, whose outputs are in place. */
  record(tool: PythonTool): void {
    if (!this.#read) return this.forget();
    const { snakeCaseFile } = this.run;
    recordRun(this.cache.roots, snakeCaseFile, {
      tool: tool.digest,
      inputs: [...this.#read, [tool.files[0] ?? '', tool.programDigest]],
      // It is written by each run.
      outputs: [snakeCaseFile],
    });
  }

  /** Forgets the run before this one. */
  forget(): void {
    forgetRun(this.cache.roots, this.run.snakeCaseFile);
  }
}

/** Null if a file cannot be read. */
function unlessUnknown<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    return whatIsUnknown(error);
  }
}

function whatIsUnknown(error: unknown): null {
  if (error instanceof CannotTell) return null;
  throw error;
}

const treesOf = (run: IgeneratorRun): Trees | null => findTrees(path.join(run.interfaceDir, run.module));

/**
 * The digests of what a run reads besides Python and its modules: igenerator.py, the inputs of its types, the lists of types, and
 * the `.idx` files of other modules. Null if the latter are not known.
 * @throws CannotTell
 */
function digestsOf(
  cache: CacheContext,
  run: IgeneratorRun,
  trees: Trees | null,
  snapshot: Snapshot,
): Map<string, string> | null {
  const idx = reachableIdx(run.mdx);
  if (!idx) return null;
  const isOwn = (file: string): boolean =>
    path.dirname(file) === run.interfaceDir && run.types.includes(path.basename(file, '.idx'));
  const others = idx.filter((file) => !isOwn(file));
  const files = [run.script, ...inputsOf(run, run.types), ...run.mdx, ...others];
  return new Map(files.map((file) => [file, digestNow(cache, file, trees, snapshot)]));
}

/** The digest of an input. That of an XML or a header for SWIG is without the paths of the trees, like in keys. */
function digestNow(cache: CacheContext, file: string, trees: Trees | null, snapshot: Snapshot): string {
  return /\.xml$|SwigInterface\.h\.in$/.test(file)
    ? digestWithoutTrees(cache, file, trees, snapshot)
    : cache.digests.file(file, snapshot).digest;
}
