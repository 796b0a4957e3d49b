import assert from 'node:assert/strict';
import { type RunTargets, targetsOf, workOf } from '../../../../client/src/tasks/work-of-run';
import type { ItkWrapTask } from '../../../../client/src/tasks/task-definition';

const types: ReturnType<RunTargets['allTypes']> = [
  { name: 'itkA', module: 'M', state: 'hit', xmlState: 'fresh', swigState: 'stale' },
  { name: 'itkB', module: 'M', state: 'hit', xmlState: 'stale', swigState: 'fresh' },
  { name: 'itkC', module: 'N', state: 'miss', xmlState: 'missing', swigState: 'missing' },
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

  it('is every stage that has to run for a build, but nothing that was never made if that is not named', () => {
    const ofM = ['castxml itkB', 'igenerator M', 'swig itkA'];
    const ofN = ['castxml itkC', 'igenerator N', 'swig itkC'];
    assert.deepEqual(run({ action: 'build' }), ofM);
    assert.deepEqual(run({ action: 'build', target: 'stale' }), ofM);
    assert.deepEqual(run({ action: 'build', module: 'N' }), ofN);
    assert.deepEqual(run({ action: 'build', wrapType: 'itkA' }), ['swig itkA']);
    assert.deepEqual(run({ action: 'build', target: 'openFile' }, 'itkC'), ofN);
    assert.deepEqual(run({ action: 'build', target: 'all' }).sort(), [...ofM, ...ofN].sort());
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

  it('is told by stage if the run has several, with what it needs besides', () => {
    const both = [...targets.slice(0, 1), { stage: 'swig' as const, target: 'itkA' }];
    const work = (running: string[], stages: string[], ended: string[] = []): string[] =>
      workOf({
        state: 'running',
        targets: both,
        progress: { done: 0, total: 3, what: '', running, stages },
        ended: new Set(ended),
      }).map(({ stage, target, queued }) => `${stage} ${target} ${queued ? 'queued' : 'running'}`);
    assert.deepEqual(work(['itkA'], ['castxml']), ['castxml itkA running', 'swig itkA queued']);
    assert.deepEqual(work(['M'], ['igenerator'], ['castxml/itkA']), [
      'swig itkA queued',
      'igenerator M running',
    ]);
    assert.deepEqual(work(['itkA'], ['swig'], ['castxml/itkA']), ['swig itkA running']);
    assert.deepEqual(work(['x'], ['made up'], ['castxml/itkA', 'swig/itkA']), []);
  });

  it('is no longer queued if the run is cancelled', () => {
    assert.deepEqual(shown({ state: 'cancelling', progress: at(0, 'itkA') }), ['itkA running']);
  });

  it('is all running if the tool does not tell', () => {
    const stubs = targets.map(({ target }) => ({ stage: 'stubs' as const, target }));
    assert.deepEqual(shown({ targets: stubs }), ['itkA running', 'itkB running', 'itkC running']);
  });
});
