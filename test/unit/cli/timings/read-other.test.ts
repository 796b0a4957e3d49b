import assert from 'node:assert/strict';
import { comparableOf } from '../../../../server/src/cli/timings/read-other';
import { smallReport } from '../../../support/timings';

describe('the other side of a comparison', () => {
  it('is what itk-wrap timings --json printed', () => {
    const report = smallReport();
    assert.deepEqual(comparableOf(JSON.stringify(report))?.statements, report.statements);
  });

  it('is nothing else', () => {
    const report = smallReport();
    const [statement] = report.statements;
    for (const wrong of [
      null,
      [],
      { ...report, format: 'x' },
      { ...report, version: 2 },
      { ...report, wallSeconds: null },
      { ...report, log: null },
      { ...report, statements: 'x' },
      { ...report, statements: [null] },
      { ...report, statements: [{ ...statement, seconds: -1 }] },
      { ...report, statements: [{ ...statement, stage: '__proto__' }] },
    ])
      assert.equal(comparableOf(JSON.stringify(wrong)), null);
    assert.equal(comparableOf('{'), null);
  });
});
