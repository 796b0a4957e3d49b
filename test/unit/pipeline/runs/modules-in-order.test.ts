import assert from 'node:assert/strict';
import { inDependencyOrder } from '../../../../server/src/pipeline/runs/modules-in-order';
import { buildOf } from '../../../support/build';

describe('inDependencyOrder', () => {
  const modulesOf = (dependencies: Record<string, string[]>) =>
    buildOf('/b', Object.fromEntries(Object.keys(dependencies).map((name) => [name, []]))).modules.map(
      (module) => ({ ...module, dependencies: dependencies[module.name] ?? [] }),
    );

  /** The order in which work begins and ends. Each piece of work takes one turn of the event loop. */
  async function order(dependencies: Record<string, string[]>, jobs: number): Promise<string> {
    const seen: string[] = [];
    const results = await inDependencyOrder(modulesOf(dependencies), jobs, async ({ name }) => {
      seen.push(`+${name}`);
      await new Promise(setImmediate);
      seen.push(`-${name}`);
      return name;
    });
    assert.deepEqual(results, Object.keys(dependencies));
    return seen.join(' ');
  }

  it('starts a module when its dependencies are done, and others meanwhile', async () => {
    assert.equal(await order({ B: ['A'], A: [], C: [] }, 2), '+A +C -A +B -C -B');
  });
  it('runs one module after the other if `jobs` is 1', async () => {
    assert.equal(await order({ B: ['A'], A: [], C: [] }, 1), '+A -A +B -B +C -C');
  });
  it('does not wait for modules outside the list, nor for those in a cycle', async () => {
    assert.equal(await order({ A: ['B', 'X'], B: ['A', 'B'] }, 2), '+A -A +B -B');
  });
});
