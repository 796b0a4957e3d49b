import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { actionKey } from '../action/action-key';
import { findAction } from '../action/find-action';
import type { CacheContext } from '../cache-context';
import { takeSnapshot } from '../inputs/digests';
import { CannotTell } from '../inputs/input-files';
import { findTrees } from '../invocation/tree-pair';
import { parseIgeneratorArguments, type IgeneratorInvocation } from './igenerator-arguments';
import { readIdx, reachableIdx, type IdxFile } from './names/known-names';
import { ModuleRun, RunWhole } from './module-run';
import { findPythonTool } from './python-tool';
import { knownTo, knownToSplit } from './splitting';
import { factsOf, type TypeFacts } from './type-facts';
import { unitAction, unitOutputs } from './unit';

/**
 * Whether a run for each type of a module would hit. Starts no process, and lets other work in between. Null if that is not known:
 * igenerator never ran through this store, cannot run for single types, or an input is missing.
 *
 * The `.idx` files on disk are taken as they are. A type that has to run may change its own, and then others that use its names
 * run too.
 */
export async function inspectIgenerator(
  cache: CacheContext,
  invocation: IgeneratorInvocation,
): Promise<ReadonlyMap<string, 'hit' | 'miss'> | null> {
  const run = parseIgeneratorArguments(invocation);
  const files = run && reachableIdx(run.mdx);
  if (!run || !files) return null;
  const trees = findTrees(path.join(run.interfaceDir, run.module));
  const noProcess = (): never => {
    throw new RunWhole();
  };
  const module = new ModuleRun(cache, invocation, run, trees, takeSnapshot(), 0, noProcess, {
    driver: '',
    jobs: 1,
  });
  try {
    const tool = await findPythonTool(cache, invocation, run, module.snapshot);
    if (!tool || knownToSplit(module, tool) !== true) return null;
    const facts: (TypeFacts | null)[] = [];
    for (const type of run.types) {
      facts.push(await factsOf(module, tool, type).catch((): null => null));
      await setImmediate();
    }
    const known = files.map((file) => ownIdx(file, facts) ?? readIdx(file));
    if (!known.every((idx) => idx !== null)) return null;
    const isHit = (of: TypeFacts): boolean => {
      const action = unitAction(module, tool, [of.type], knownTo(of, known));
      return !(
        'reason' in
        findAction(cache, action, actionKey(action), unitOutputs(module, [of.type]), module.snapshot)
      );
    };
    const verdicts = new Map<string, 'hit' | 'miss'>();
    for (const [index, type] of run.types.entries()) {
      const of = facts[index];
      verdicts.set(type, of && isHit(of) ? 'hit' : 'miss');
      await setImmediate();
    }
    return verdicts;
  } catch (error) {
    if (error instanceof RunWhole || error instanceof CannotTell) return null;
    throw error;
  } finally {
    await module.dispose();
  }
}

const ownIdx = (file: string, facts: readonly (TypeFacts | null)[]): IdxFile | null =>
  facts.find((of) => of?.idx.file === file)?.idx ?? null;
