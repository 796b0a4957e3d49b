import type { BuildModule } from '../../build/build-tree';
import type { PklState } from '../../shared/type-state';
import type { StatMemo } from '../../host/stat-memo';
import type { ModuleState } from '../../shared/state-words';

/**
 * The state of a module's igenerator run. Missing files that ninja does not track take precedence over outdated ones, because
 * they break the build. Ninja notices every other missing output and runs igenerator again, so the module is out of date.
 * @param xmls the XML of each of the module's types
 */
export function moduleStateOf(
  module: BuildModule,
  pkl: PklState,
  xmls: readonly string[],
  stats: StatMemo,
): ModuleState {
  const outputs = module.igeneratorOutputs.map((output) => stats.mtime(output));
  if (outputs.every((mtime) => mtime === null) && pkl.present === 0) return 'never-run';
  if ((pkl.damaged ?? []).length > 0) return 'pkl-missing';
  if (pkl.missing.length > 0 || pkl.missingIndex.length > 0) return 'pkl-missing';
  if (pkl.stampPresent === false) return 'stamp-missing';
  if (outputs.includes(null)) return 'out-of-date';
  // The newest output counts, because igenerator does not rewrite an unchanged one, such as an index.txt.
  const made = Math.max(...outputs.filter((mtime) => mtime !== null));
  for (const xml of xmls) {
    const mtime = stats.mtime(xml);
    if (mtime !== null && mtime > made) return 'out-of-date';
  }
  return 'complete';
}
