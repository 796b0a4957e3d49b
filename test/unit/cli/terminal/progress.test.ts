import assert from 'node:assert/strict';
import { growingProgress, itemProgress } from '../../../../server/src/cli/terminal/progress';
import type { RunProgress } from '../../../../server/src/shared/states/run-progress';

describe('itemProgress', () => {
  it('tells which items are in progress and how many are done', () => {
    const told: RunProgress[] = [];
    const items = itemProgress((line) => told.push(line), 3);
    items.begin('itkA');
    items.begin('itkB');
    items.end('itkA');
    items.begin('itkC');
    assert.deepEqual(
      told.map(({ done, total, what, running }) => `${done}/${total} ${what}: ${running?.join(' ')}`),
      ['0/3 itkA: itkA', '0/3 itkB: itkA itkB', '1/3 itkA: itkB', '1/3 itkC: itkB itkC'],
    );
  });
});

describe('growingProgress', () => {
  it('also tells the stage of each item, because a type has a run in several', () => {
    const told: string[] = [];
    const progress = growingProgress('build', ({ done, total, running = [], stages = [] }) =>
      told.push(`${done}/${total} ${running.map((name, index) => `${stages[index]} ${name}`).join(', ')}`),
    );
    const castxml = { stage: 'castxml', what: 'itkA' };
    const swig = { stage: 'swig', what: 'itkA' };
    progress.total(1);
    progress.begin(castxml);
    progress.total(2);
    progress.begin(swig);
    progress.end(castxml, () => undefined);
    progress.end(swig, () => undefined);
    progress.stop();
    assert.deepEqual(told, ['0/1 castxml itkA', '0/2 castxml itkA, swig itkA', '1/2 swig itkA', '2/2 ']);
  });
});
