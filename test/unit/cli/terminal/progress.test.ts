import assert from 'node:assert/strict';
import { itemProgress, type ProgressLine } from '../../../../server/src/cli/terminal/progress';

describe('itemProgress', () => {
  it('tells which items are in progress and how many are done', () => {
    const told: ProgressLine[] = [];
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
