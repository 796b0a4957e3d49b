import os from 'node:os';
import path from 'node:path';
import { startProcess, type ProcessStarter } from '../../host/interactive-process';
import type { ProcessRequest } from '../../host/process';
import type { ActionResult } from '../action/action';
import { depfileText } from '../inputs/depfile';
import { isReplaceable, placeOutputs, replaceFile, type Placement } from '../action/place-outputs';
import { timeOfFiles } from '../action/run-action';
import { runDirectly } from '../action/run-directly';
import type { CacheContext } from '../cache-context';
import { takeSnapshot } from '../inputs/digests';
import { CannotTell, statOrNull } from '../inputs/input-files';
import { settledPath } from '../inputs/settled-path';
import { findTrees } from '../invocation/tree-pair';
import {
  parseIgeneratorArguments,
  type IgeneratorInvocation,
  type IgeneratorRun,
} from './igenerator-arguments';
import { RunInputs } from './igenerator-since-run';
import { reachableIdx, readIdx, type IdxFile } from './names/known-names';
import { inputsOf, ModuleRun, RunWhole } from './module-run';
import { findPythonTool, sendParts, toTrace, type PythonTool, type Trace } from './python-tool';
import { joinSnakeCase } from './snake-case';
import { knownTo, sendSplits, splits } from './splitting';
import { factsOf } from './type-facts';
import { removeAbandoned } from './staged-run';
import { Stamp } from './stamp';
import { generate, runUnit } from './unit';

/** The options of a run of igenerator. */
export interface IgeneratorOptions {
  /** `igenerator-driver.py`. */
  driver: string;
  /** How many types may be worked on at the same time. Default: the processors. */
  jobs?: number;
  /** Runs igenerator without the cache. */
  bypass?: boolean;
  /** A depfile for ninja with the files that igenerator read, and the output that it is for. */
  depfile?: { file: string; target: string };
  /** Called with igenerator's own output if it runs as the build would run it. */
  onOutput?: ProcessRequest['onOutput'];
  signal?: AbortSignal;
  startProcess?: ProcessStarter;
}

/** The result of a run for a module. The outcome is `hit` if no type had to run. */
export interface IgeneratorResult extends ActionResult {
  /** The results of the parts that were looked up on their own. Usually a part is a type. */
  parts: readonly ActionResult[];
}

/**
 * Runs igenerator.py for a module. Types whose inputs have not changed are restored or stay as they are; the others run side
 * by side. Whatever happens in the cache, the files, the messages and the exit code are those of igenerator itself. Rejects
 * only with an `AbortError`.
 */
export async function runIgenerator(
  cache: CacheContext,
  invocation: IgeneratorInvocation,
  options: IgeneratorOptions,
): Promise<IgeneratorResult> {
  const run = parseIgeneratorArguments(invocation);
  const idx = run && reachableIdx(run.mdx);
  const result = await (run && idx && !options.bypass && process.platform !== 'win32'
    ? throughCache(cache, invocation, run, idx, options)
    : whole(cache, invocation, options));
  // CMake expects the depfile that its command names, however igenerator ran.
  if (result.exitCode === 0 && options.depfile) {
    const { file, target } = options.depfile;
    const inputs = run ? allInputs(run, idx ?? []) : [];
    replaceFile(settledPath(invocation.cwd, file), depfileText(target, inputs));
  }
  return result;
}

async function throughCache(
  cache: CacheContext,
  invocation: IgeneratorInvocation,
  run: IgeneratorRun,
  idx: readonly string[],
  options: IgeneratorOptions,
): Promise<IgeneratorResult> {
  const beganMs = await timeOfFiles();
  if (beganMs === null) return whole(cache, invocation, options);
  const module = new ModuleRun(
    cache,
    invocation,
    run,
    findTrees(path.join(run.interfaceDir, run.module)),
    takeSnapshot(),
    beganMs,
    options.startProcess ?? startProcess,
    { driver: options.driver, jobs: options.jobs ?? os.availableParallelism(), signal: options.signal },
  );
  const stamp = run.stamp === null ? null : new Stamp(run.stamp);
  try {
    if (stamp && isReplaceable(stamp.file)) stamp.take();
    const inputs = new RunInputs(cache, run, module.snapshot);
    const { tool, parts } = await runTypes(module, idx);
    const result = finish(run, parts, stamp);
    if (parts.every(({ notStored }) => !notStored)) inputs.record(tool);
    else inputs.forget();
    return result;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof RunWhole))
      cache.warn(`this run was not cached: ${(error as Error).message}`, 'run');
    return await whole(cache, invocation, options);
  } finally {
    stamp?.dispose();
    await module.dispose();
    removeAbandoned(run, cache.now());
  }
}

async function whole(
  cache: CacheContext,
  { python, args, cwd }: IgeneratorInvocation,
  options: IgeneratorOptions,
): Promise<IgeneratorResult> {
  const result = await runDirectly(cache, { file: python, args, cwd }, options);
  return { ...result, parts: [result] };
}

/** The tool, and the parts of the module's run, in the order of its types. */
async function runTypes(
  module: ModuleRun,
  idxFiles: readonly string[],
): Promise<{ tool: PythonTool; parts: ActionResult[] }> {
  const { run } = module;
  const tool = await identify(module);
  module.preload = tool.preload;
  const facts = new Map(
    (await settled(run.types.map((type) => factsOf(module, tool, type)))).map((one) => [one.type, one]),
  );
  const known = idxFiles.map((file): IdxFile => {
    const type = path.basename(file, '.idx');
    const idx = path.dirname(file) === run.interfaceDir ? facts.get(type)?.idx : undefined;
    return idx ?? readIdx(file) ?? unreadable(file);
  });
  const apart = await splits(module, tool, facts, known);
  const own = new Set([...facts.values()].map(({ idx }) => idx.file));
  const others = known.filter(({ file }) => !own.has(file));
  const parts = apart
    ? await settled(run.types.map((type) => runUnit(module, tool, [type], knownTo(facts.get(type), known))))
    : // What it writes may depend on places.
      [await runUnit(module, tool, run.types, others, { places: true })];
  if (parts.some(({ outcome }) => outcome === 'miss')) await shareTool(module, tool);
  return { tool, parts };
}

/** Sends what the store knows of the tool, so that others need not find it out. */
async function shareTool({ cache }: ModuleRun, tool: PythonTool): Promise<void> {
  const remote = cache.remote();
  if (!remote) return;
  await sendParts(remote, tool);
  await sendSplits(cache, remote, tool);
}

function unreadable(file: string): never {
  throw new RunWhole(`${file} cannot be read`);
}

/** Like `Promise.all`, but waits for all of them before it rejects, so that nothing runs on in the background. */
async function settled<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

async function identify(module: ModuleRun): Promise<PythonTool> {
  const { cache, invocation, run, snapshot } = module;
  try {
    const tool = await findPythonTool(cache, invocation, run, snapshot, {
      remote: cache.remote(),
      probe: () => probe(module),
    });
    if (tool) return tool;
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error;
  }
  throw new RunWhole();
}

/** Runs igenerator for the type with the smallest XML, for its trace alone. */
async function probe(module: ModuleRun): Promise<Trace | null> {
  const size = (type: string): number => statOrNull(module.xml(type))?.size ?? 0;
  const [type = ''] = [...module.run.types].sort((a, b) => size(a) - size(b));
  const { trace } = await generate(module, [type], []);
  await module.restart();
  return toTrace(trace);
}

/** Writes the files that belong to the module as a whole, and sums the parts up. */
function finish(run: IgeneratorRun, parts: readonly ActionResult[], stamp: Stamp | null): IgeneratorResult {
  const written = parts.flatMap((part) => part.written);
  written.push(...placeModuleFiles(run, parts));
  if (written.length === 0) stamp?.putBack();
  if (stamp) written.push(...placeStamp(stamp, parts));
  const sum = (value: (part: ActionResult) => number): number =>
    parts.reduce((total, part) => total + value(part), 0);
  const missed = parts.find(({ outcome }) => outcome !== 'hit');
  return {
    outcome: missed ? 'miss' : 'hit',
    exitCode: 0,
    stdout: Buffer.concat(parts.map(({ stdout }) => stdout)),
    stderr: Buffer.concat(parts.map(({ stderr }) => stderr)),
    written,
    ...(missed?.reason && { reason: missed.reason }),
    secondsSaved: sum((part) => part.secondsSaved),
    toolSeconds: sum((part) => part.toolSeconds ?? 0),
    parts,
  };
}

function placeModuleFiles(run: IgeneratorRun, parts: readonly ActionResult[]): string[] {
  const kept = parts.map((part) => part.kept ?? new Map<string, Buffer>());
  const snakeCase = joinSnakeCase(kept.map((files) => files.get('snake_case.py') ?? Buffer.alloc(0)));
  if (!snakeCase) throw new RunWhole();
  const pkl = run.pklDir ?? '';
  const indexes = kept.flatMap((files) => [...files].filter(([name]) => name.endsWith('.index.txt')));
  // An entry of another's store may list more files than it has.
  if (!indexes.every(([, content]) => namesIn(content).every((name) => statOrNull(path.join(pkl, name)))))
    throw new RunWhole();
  const placements = indexes.map(([name, content]): Placement => {
    return { path: path.join(pkl, name), content: withFolder(content, run.pklPrefix), executable: false };
  });
  const fixed = [...placements.map((placement) => placement.path), run.snakeCaseFile].find(
    (file) => !isReplaceable(file),
  );
  if (fixed !== undefined) throw new Error(`${fixed} is not a regular file`);
  const written = placeOutputs(placements);
  // This file is always written, because nothing in a build depends on it: its time says when igenerator last ran, even if no
  // other output has changed.
  replaceFile(run.snakeCaseFile, snakeCase);
  return written;
}

/** Writes the stamp, unless it is right as it is. */
function placeStamp({ file }: Stamp, [first]: readonly ActionResult[]): string[] {
  const content = first?.kept?.get('stamp');
  if (!content) throw new RunWhole();
  return placeOutputs([{ path: file, content, executable: false }]);
}

/** The names of the pkl files that an index lists. */
const namesIn = (index: Buffer): string[] =>
  index
    .toString('utf8')
    .split('\n')
    .filter((name) => name !== '');

/** An index with the paths that igenerator writes. */
function withFolder(names: Buffer, folder: string): Buffer {
  return Buffer.from(names.toString('utf8').replace(/^(?=.)/gm, `${folder.replaceAll('$', '$$$$')}/`));
}

/** Everything that a module's run reads, apart from its own .idx files. */
function allInputs(run: IgeneratorRun, idx: readonly string[]): string[] {
  const own = new Set(run.types.map((type) => path.join(run.interfaceDir, `${type}.idx`)));
  return [run.script, ...inputsOf(run, run.types), ...run.mdx, ...idx.filter((file) => !own.has(file))];
}
