import path from 'node:path';
import { forgetInNinja, recordInNinja } from '../../build/generators/ninja-record';
import type { NinjaLog } from '../../build/generators/ninja-log';
import { optionOf } from '../../build/raw-build';
import { stepsOf } from '../../build/steps';
import type { BuildCommand, BuildTree } from '../../build/build-tree';
import { diskFs, namesIn } from '../../host/build-files';
import type { ProcessRequest, ProcessRunner } from '../../host/process';
import { StatMemo } from '../../host/stat-memo';
import { removePartialOutputs, timesOf } from '../runs/partial-outputs';
import { pyiCommand } from '../runs/tool-plans';
import { swigStateOf } from '../state/swig-state';

/** How the making of the stubs went. */
export interface StubsRun {
  outcome: 'ran' | 'unchanged' | 'failed';
  /** What pyi_generator.py printed. */
  output: string;
  /** What went wrong and what to do next. Null if nothing did. */
  problem: string | null;
}

/**
 * Makes the Python stubs of all modules as the build would, if they are missing or older than what they are made from, and
 * records the run for ninja. The outputs of a run that failed or was aborted are removed.
 *
 * @param log ninja's log as it was before anything ran
 */
export async function makeStubs(
  build: BuildTree,
  runProcess: ProcessRunner,
  { log, signal, onStart }: { log: NinjaLog; signal: AbortSignal; onStart: () => void },
): Promise<StubsRun> {
  const found = await pyiCommand(build, runProcess);
  if ('refused' in found) return { outcome: 'failed', output: '', problem: found.refused };
  const { command } = found;
  const outputs = stubsOf(command);
  if (await areFresh(command, outputs, log)) return { outcome: 'unchanged', output: '', problem: null };
  onStart();
  await forgetInNinja(build, outputs);
  const before = await timesOf(outputs);
  const startedMs = Date.now();
  let output = '';
  let code: number | null = 0;
  const onOutput: ProcessRequest['onOutput'] = (_, chunk) => void (output += chunk.toString());
  for (const step of stepsOf(command))
    if (code === 0) ({ code } = await runProcess({ ...step, signal, onOutput }));
  if (code === 0 && !signal.aborted) {
    await recordInNinja(build, [{ command, outputs, startedMs, endedMs: Date.now() }], runProcess);
    return { outcome: 'ran', output, problem: null };
  }
  await removePartialOutputs(before);
  return { outcome: 'failed', output, problem: COULD_NOT };
}

const COULD_NOT =
  'The stubs could not be made. Correct what pyi_generator.py says above, and run the same command again.';

/** The files that pyi_generator.py writes. */
function stubsOf({ argv, cwd }: BuildCommand): string[] {
  const folder = path.resolve(cwd, optionOf(argv, '--pyi_dir') ?? '');
  return ['_proxies.pyi', '__init__.pyi'].map((name) => path.join(folder, name));
}

/** Whether all stubs exist, were made by the same command, and are not older than the script, the index and the pkl files. */
async function areFresh(command: BuildCommand, outputs: readonly string[], log: NinjaLog): Promise<boolean> {
  const { argv, cwd } = command;
  const [first = ''] = outputs;
  const pkl = optionOf(argv, '--pkl_dir');
  const list = optionOf(argv, '--index_list_file');
  const script = argv.find((word) => word.endsWith('pyi_generator.py'));
  const folder = pkl === null ? null : path.resolve(cwd, pkl);
  const names = folder === null ? [] : await namesIn(folder, diskFs);
  const reads = [
    ...[list, script].flatMap((file) => (file ? [path.resolve(cwd, file)] : [])),
    ...names.map((name) => path.join(folder ?? '', name)),
  ];
  // What holds for SWIG's outputs holds for these.
  return swigStateOf({ cpp: first, outputs, command }, reads, new StatMemo(), log).state === 'fresh';
}
