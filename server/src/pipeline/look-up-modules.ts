import type { BuildModule } from '../build/build-tree';
import type { ModuleStatus } from '../shared/type-state';
import type { Pipeline } from './pipeline';

/** Which types of a module the store has what igenerator would write for. Null if that is not known. */
export type InspectIgenerator = (module: BuildModule) => Promise<ReadonlyMap<string, 'hit' | 'miss'> | null>;

/**
 * Finds out, for each module whose igenerator has to run, how many of its types the store has. It takes some milliseconds for each
 * type, so it is not part of the states. Ends early if something changes.
 * @param known modules that were looked up before. They are not looked up again
 */
export async function lookUpModules(
  pipeline: Pipeline,
  inspect: InspectIgenerator,
  known = new WeakSet<ModuleStatus>(),
): Promise<void> {
  const ofBuild = new Map(pipeline.build.modules.map((module) => [module.name, module]));
  for (const module of pipeline.allModules()) {
    if (!pipeline.isIdle()) return;
    const asked = ofBuild.get(module.name);
    if (!asked || !mustRun(module) || module.cached !== null || known.has(module)) continue;
    known.add(module);
    const types = await inspect(asked).catch(() => null);
    if (types === null) continue;
    const hits = [...types.values()].filter((state) => state === 'hit').length;
    pipeline.lookedUp(module, { hits, types: types.size });
  }
}

/** Nobody waits for a module that never ran: the build has not come to it yet. */
const mustRun = ({ state }: ModuleStatus): boolean =>
  state === 'out-of-date' || state === 'pkl-missing' || state === 'stamp-missing';
