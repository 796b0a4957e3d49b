import assert from 'node:assert/strict';
import { type RunTargets, targetsOf, workOf } from '../../../../client/src/tasks/work-of-run';
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
    targetsOf({ type: 'itkWrap', action: 'castxml', ...task }, model, open).map(
      ({ stage, target }) => `${stage} ${target}`,
    );

  it('is the named types and modules', () => {
    assert.deepEqual(run({ wrapType: 'itkA' }), ['castxml itkA']);
    assert.deepEqual(run({ module: ['M', 'N'] }), ['castxml itkA', 'castxml itkB', 'castxml itkC']);
    assert.deepEqual(run({ module: 'M', wrapType: 'itkA' }), ['castxml itkA', 'castxml itkB']);
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

describe('the work of a run', () => {
  const targets = ['itkA', 'itkB', 'itkC'].map((target) => ({ stage: 'castxml' as const, target }));
  const shown = (run: Partial<Parameters<typeof workOf>[0]>): string[] =>
    workOf({ state: 'running', progress: null, targets, ended: new Set(), ...run }).map(
      ({ target, queued }) => `${target} ${queued ? 'queued' : 'running'}`,
    );
  const at = (done: number, ...running: string[]) => ({ done, total: 3, what: '', running });

  it('is queued until the run says that it has begun', () => {
    const all = ['itkA queued', 'itkB queued', 'itkC queued'];
    assert.deepEqual(shown({ state: 'waiting' }), all);
    assert.deepEqual(shown({}), all);
    assert.deepEqual(shown({ progress: at(0, 'itkA', 'itkB') }), [
      'itkA running',
      'itkB running',
      'itkC queued',
    ]);
  });

  it('leaves out what has ended', () => {
    const run = { progress: at(1, 'itkB'), ended: new Set(['itkA']) };
    assert.deepEqual(shown(run), ['itkB running', 'itkC queued']);
  });

  it('is no longer queued if the run is cancelled', () => {
    assert.deepEqual(shown({ state: 'cancelling', progress: at(0, 'itkA') }), ['itkA running']);
  });

  it('is all running if the tool does not tell', () => {
    const swig = targets.map(({ target }) => ({ stage: 'swig' as const, target }));
    assert.deepEqual(shown({ targets: swig }), ['itkA running', 'itkB running', 'itkC running']);
  });
});
