import path from 'node:path';
import {
  KEPT,
  type Action,
  type ActionResult,
  type Executed,
  type Reads,
  type RunOutput,
} from '../action/action';
import type { ExpectedOutputs } from '../action/find-action';
import { runAction } from '../action/run-action';
import { sha256 } from '../codecs';
import { encodeText } from '../inputs/path-bytes';
import type { NotStored } from '../../shared/reasons';
import type { IgeneratorRun } from './igenerator-arguments';
import type { IdxFile } from './names/known-names';
import { RunWhole, type ModuleRun } from './module-run';
import { toTrace, unexpectedReads, type PythonTool } from './python-tool';
import { ownerOf, StagedRun, type Written } from './staged-run';

/** Whether igenerator sees the lines of declarations, and their comments. By default it does not, as it does not use them. */
export interface Places {
  places?: boolean;
}

/**
 * Runs igenerator for some types of a module, from the cache if possible: usually for one, or for all of them at once.
 * `known` are the .idx files of all other types, with the lines that can affect these types. The files of the types are put
 * into place. Those that name places or belong to the module as a whole are `kept`, by their names.
 * @throws RunWhole if igenerator fails, or writes something unexpected
 */
export async function runUnit(
  module: ModuleRun,
  tool: PythonTool,
  types: readonly string[],
  known: readonly IdxFile[],
  how: Places = {},
): Promise<ActionResult> {
  const { snapshot, beganMs } = module;
  const result = await runAction(
    module.cache,
    {
      action: unitAction(module, tool, types, known, how),
      expected: unitOutputs(module, types),
      execute: () => execute(module, tool, types, known, how),
      dispose: () => discardPaused(module, types),
      beganMs,
    },
    { snapshot },
  );
  if (result.exitCode !== 0) throw new RunWhole();
  return result;
}

/**
 * The action of a run for some types.
 * @throws RunWhole if an input cannot be read
 */
export function unitAction(
  module: ModuleRun,
  tool: PythonTool,
  types: readonly string[],
  known: readonly IdxFile[],
  how: Places = {},
): Action {
  return {
    tool: 'igenerator',
    toolDigest: tool.digest,
    args: [
      ...['types', String(types.length), ...types],
      ...module.inputs(types).map((file) => module.digestOf(file, how)),
      ...[digestOf(known), ...module.arguments, ...(how.places ? ['places'] : [])],
    ],
    cwd: module.invocation.cwd,
    environment: module.variables,
    trees: module.trees,
    names: [],
  };
}

/** What igenerator writes and prints for some types. It does not look into the store. */
export async function generate(
  module: ModuleRun,
  types: readonly string[],
  known: readonly IdxFile[],
  how: Places = {},
): Promise<{ written: Written[]; stdout: Buffer; stderr: Buffer; trace: unknown; seconds: number }> {
  const began = performance.now();
  const paused = types.length === 1 ? module.paused.get(types[0] ?? '') : undefined;
  const staged = paused?.staged ?? new StagedRun(module.run, types);
  try {
    if (paused) module.paused.delete(types[0] ?? '');
    else staged.create();
    staged.provide(known);
    const { id, progress } = paused
      ? { id: paused.id, progress: 'paused' as const }
      : await module.driver.begin(staged.request(how));
    const end = progress === 'paused' ? await module.driver.resume(id) : progress;
    const written = end !== 'paused' && end.ended === 0 ? staged.written() : null;
    if (!written) throw new RunWhole();
    const seconds = (performance.now() - began) / 1000;
    return { written, ...staged.messages(), trace: staged.trace(), seconds };
  } finally {
    staged.remove();
  }
}

async function execute(
  module: ModuleRun,
  tool: PythonTool,
  types: readonly string[],
  known: readonly IdxFile[],
  how: Places,
): Promise<Executed> {
  const { written, stdout, stderr, trace, seconds } = await generate(module, types, known, how);
  const outputs = written.map((file) => outputOf(module, file));
  return {
    ran: { code: 0, signal: null, stdout, stderr },
    seconds,
    outputs,
    reads: readsOf(module, tool, types, trace),
  };
}

function outputOf({ run }: ModuleRun, { place, name, content }: Written): RunOutput {
  if (place === 'module' || name.endsWith('.index.txt')) return { path: KEPT + name, content };
  return { path: path.join(place === 'pkl' ? (run.pklDir ?? '') : run.interfaceDir, name), content };
}

/** What igenerator writes for some types. An entry may write their files, into the folders that the command names, and nothing else. */
export const unitOutputs = ({ run }: ModuleRun, types: readonly string[]): ExpectedOutputs => ({
  owns: (file) => ownsUnit(run, types, file),
  isWhole: (outputs) => always(run, types).every((name) => outputs.includes(name)),
});

function always(run: IgeneratorRun, types: readonly string[]): string[] {
  return [
    ...types.flatMap((type) =>
      ['.idx', '.i', 'SwigInterface.h'].map((end) => path.join(run.interfaceDir, type + end)),
    ),
    `${KEPT}snake_case.py`,
    ...(run.stamp === null ? [] : [`${KEPT}stamp`]),
  ];
}

function ownsUnit(run: IgeneratorRun, types: readonly string[], file: string): boolean {
  if (file.startsWith(KEPT)) {
    const name = file.slice(KEPT.length);
    const isIndex = ownerOf(run, types, 'pkl', name) !== null && name.endsWith('.index.txt');
    return isIndex || name === 'snake_case.py' || name === 'stamp';
  }
  const { dir, base } = path.parse(file);
  if (dir === run.interfaceDir && ownerOf(run, types, 'interface', base) !== null) return true;
  return dir === run.pklDir && ownerOf(run, types, 'pkl', base) !== null && !base.endsWith('.index.txt');
}

/**
 * The inputs of the types are part of the key. Like the tool, they must not change during the run. Anything else that it read,
 * such as another pygccxml would, is an input of the entry.
 */
function readsOf(
  module: ModuleRun,
  tool: PythonTool,
  types: readonly string[],
  trace: unknown,
): Reads | NotStored {
  const seen = toTrace(trace);
  if (!seen) return { kind: 'unreadable', subject: module.run.script };
  const own = module.inputs(types);
  const isOwn = (file: string): boolean =>
    own.includes(file) ||
    file.startsWith(`${module.run.interfaceDir}${path.sep}.`) ||
    /^\/(?:dev|proc)\//.test(file);
  const inputs = [...new Set(unexpectedReads(seen, tool, isOwn))];
  return { inputs, searched: [], tool: [...tool.files, ...own] };
}

/** A run that waits is not needed if the store has its result. */
function discardPaused(module: ModuleRun, types: readonly string[]): void {
  for (const type of types) {
    const paused = module.paused.get(type);
    if (!paused) continue;
    module.paused.delete(type);
    module.driver.stop(paused.id);
    paused.staged.remove();
  }
}

function digestOf(known: readonly IdxFile[]): string {
  const text = known.map(
    ({ file, lines }) => `${path.basename(file)}\n${lines.map((line) => line.text).join('\n')}\n`,
  );
  return sha256(encodeText(text.join('\n')));
}
