import { isOtherCommand, type NinjaLog } from '../../build/generators/ninja-log';
import type { BuildModule, BuildTree } from '../../build/build-tree';
import type { SinceRun } from '../../cache/action/last-run';
import type { PklState } from '../../shared/type-state';
import { isNewer, type StatMemo } from '../../host/stat-memo';
import type { ModuleState } from '../../shared/state-words';

/** The state of a module's igenerator run, and the file that makes it out of date: a newer input, or a missing output. */
export interface ModuleStateAndReason {
  state: ModuleState;
  because: string | null;
  /** Set if another command made its outputs. */
  otherCommand?: true;
  /** Set if only the content of `because` shows that it has changed. */
  unnoticed?: true;
}

/**
 * The state of a module's igenerator run. Missing files that ninja does not track take precedence over outdated ones, because
 * they break the build. Ninja notices every other missing output and runs igenerator again, so the module is out of date.
 * @param inputs the files that igenerator reads, see {@link igeneratorInputs}
 * @param log ninja's log, which tells whether another command made the outputs
 */
export function moduleStateOf(
  module: BuildModule,
  pkl: PklState,
  inputs: readonly string[],
  stats: Pick<StatMemo, 'mtime'>,
  log: NinjaLog,
): ModuleStateAndReason {
  const outputs = module.igeneratorOutputs.map((output) => stats.mtime(output));
  const as = (state: ModuleState, because: string | null = null): ModuleStateAndReason => ({
    state,
    because,
  });
  if (outputs.every((mtime) => mtime === null) && pkl.present === 0) return as('never-run');
  if ((pkl.damaged ?? []).length > 0) return as('pkl-missing');
  if (pkl.missing.length > 0 || pkl.missingIndex.length > 0) return as('pkl-missing');
  if (pkl.stampPresent === false) return as('stamp-missing');
  const lost = module.igeneratorOutputs.find((_, index) => outputs[index] === null);
  if (lost !== undefined) return as('out-of-date', lost);
  // The newest output counts, because igenerator does not rewrite an unchanged one, such as an index.txt.
  const made = Math.max(...outputs.filter((mtime) => mtime !== null));
  const newer = inputs.find((file) => isNewer(stats.mtime(file) ?? 0, made));
  if (newer !== undefined) return as('out-of-date', newer);
  return isOtherCommand(log, module.igeneratorOutputs[0] ?? '', module.igenerator)
    ? { ...as('out-of-date'), otherCommand: true }
    : as('complete');
}

/** The state with the store's evidence about the last run, which shows that an input has come back with an old time. */
export async function withSinceRun(
  seen: ModuleStateAndReason,
  sinceRun: () => Promise<SinceRun> | undefined,
): Promise<ModuleStateAndReason> {
  const since = seen.state === 'complete' ? await sinceRun() : undefined;
  return since?.state === 'changed'
    ? { state: 'out-of-date', because: since.because, unnoticed: true }
    : seen;
}

/**
 * The files that a module's igenerator reads, apart from Python's own: the XML of its types, whatever else the build lists
 * (igenerator.py itself, the headers for SWIG, the lists of types), and the `.idx` files of all modules that it depends on,
 * directly or not. Ninja does not know the latter in a build without depfiles.
 */
export function igeneratorInputs(
  { modules, types }: Pick<BuildTree, 'modules' | 'types'>,
  module: BuildModule,
): string[] {
  const own = new Set(module.types);
  const xmls = types.filter(({ name }) => own.has(name)).map(({ xml }) => xml);
  const byName = new Map(modules.map((one) => [one.name, one]));
  const others = new Set(module.dependencies);
  for (const name of others) for (const more of byName.get(name)?.dependencies ?? []) others.add(more);
  others.delete(module.name);
  const idx = [...others].flatMap((name) =>
    (byName.get(name)?.igeneratorOutputs ?? []).filter((file) => file.endsWith('.idx')),
  );
  return [...new Set([...xmls, ...module.igeneratorInputs, ...idx])];
}
