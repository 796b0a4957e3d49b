import assert from 'node:assert/strict';
import { runningWork, type RunTargets } from '../../../../client/src/tasks/running-work';
import type { ItkWrapTask } from '../../../../client/src/tasks/task-definition';

const types: ReturnType<RunTargets['allTypes']> = [
  { name: 'itkA', module: 'M', state: 'hit', xmlState: 'fresh' },
  { name: 'itkB', module: 'M', state: 'hit', xmlState: 'stale' },
  { name: 'itkC', module: 'N', state: 'miss', xmlState: 'missing' },
];
const model: RunTargets = {
  allTypes: () => types,
  allModules: () => [
    { name: 'M', state: 'complete' },
    { name: 'N', state: 'pkl-missing' },
    { name: 'O', state: 'never-run' },
  ],
  type: (name) => types.find((type) => type.name === name),
};

describe('what a task runs', () => {
  const run = (task: Partial<ItkWrapTask>, open?: string): string[] =>
    runningWork({ type: 'itkWrap', action: 'castxml', ...task }, model, open).map(
      ({ stage, target }) => `${stage} ${target}`,
    );

  it('is the named types and modules', () => {
    assert.deepEqual(run({ wrapType: 'itkA' }), ['castxml itkA']);
    assert.deepEqual(run({ module: ['M', 'N'] }), ['castxml M', 'castxml N']);
    assert.deepEqual(run({ action: 'swig', module: 'M' }), ['swig itkA', 'swig itkB']);
    assert.deepEqual(run({ action: 'igenerator', wrapType: ['itkA', 'itkB'] }), ['igenerator M']);
    assert.deepEqual(run({ action: 'repair', module: 'N' }), ['igenerator N']);
  });

  it('is what changed, everything, or the type of the open file', () => {
    assert.deepEqual(run({}), ['castxml itkB', 'castxml itkC'], 'what changed is the default');
    assert.deepEqual(run({ target: 'stale' }), ['castxml itkB', 'castxml itkC']);
    assert.equal(run({ target: 'all' }).length, 3);
    assert.deepEqual(run({ target: 'openFile' }, 'itkC'), ['castxml itkC']);
    assert.deepEqual(run({ target: 'openFile' }), []);
    assert.deepEqual(run({ action: 'swig' }, 'itkC'), ['swig itkC']);
    assert.deepEqual(run({ action: 'igenerator' }), ['igenerator N', 'igenerator O']);
    assert.deepEqual(run({ action: 'igenerator', target: 'openFile' }, 'itkC'), ['igenerator N']);
    assert.equal(run({ action: 'igenerator', target: 'all' }).length, 3);
    assert.deepEqual(run({ action: 'repair' }), ['igenerator N']);
  });

  it('is the stubs of all modules for pyi_generator, and nothing for CMake', () => {
    assert.deepEqual(run({ action: 'pyi' }), ['stubs M', 'stubs N', 'stubs O']);
    assert.deepEqual(run({ action: 'configure' }), []);
  });
});
