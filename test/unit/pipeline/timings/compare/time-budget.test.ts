import assert from 'node:assert/strict';
import { exceededBudgets, parseBudget } from '../../../../../server/src/pipeline/timings/compare/time-budget';
import { smallReport } from '../../../../support/timings';

describe('a budget', () => {
  it('is for the clock or for a stage', () => {
    assert.deepEqual(parseBudget('1800'), { of: 'wall', seconds: 1800 });
    assert.deepEqual(parseBudget('castxml=0.5'), { of: 'castxml', seconds: 0.5 });
    for (const wrong of ['', '-1', 'castxml', 'castxml=', 'gone=1', '1e3', '1=1'])
      assert.equal(parseBudget(wrong), null, wrong);
  });

  it('that is exceeded is named, with the excess', () => {
    const budgets = ['22', '21.5', 'castxml=4', 'link=1'].map((text) => parseBudget(text)!);
    assert.deepEqual(exceededBudgets(budgets, smallReport()), [
      'The build took 22.0 s, which is 0.50 s more than its budget of 21.5 s.',
      'The stage castxml took 10.0 s, which is 6.0 s more than its budget of 4 s.',
    ]);
  });
});
