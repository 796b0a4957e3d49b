import assert from 'node:assert/strict';
import { modulesNeeded } from '../../../../server/src/pipeline/build/modules-needed';
import { buildOf } from '../../../support/build';

function withDependencies(dependencies: Record<string, string[]>) {
  const build = buildOf('/b', Object.fromEntries(Object.keys(dependencies).map((name) => [name, []])));
  return { modules: build.modules.map((one) => ({ ...one, dependencies: dependencies[one.name] ?? [] })) };
}

describe('the modules that a stage needs', () => {
  const needed = (dependencies: Record<string, string[]>, ...names: string[]): string[] =>
    modulesNeeded(withDependencies(dependencies), names).map(({ name }) => name);

  it('come after those that they depend on, each once', () => {
    assert.deepEqual(needed({ D: ['B', 'C'], C: ['A'], B: ['A'], A: [], Other: [] }, 'D'), [
      'A',
      'B',
      'C',
      'D',
    ]);
  });

  it('end in spite of a cycle, and of names that the build does not have', () => {
    assert.deepEqual(needed({ A: ['B', 'Gone'], B: ['A'] }, 'A', 'None'), ['B', 'A']);
  });
});
