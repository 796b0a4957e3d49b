import assert from 'node:assert/strict';
import { LaneIndex } from '../../../media/timings/lane-index';
import { pageDataOf, shownStatements } from '../../../server/src/shared/timings/page-data';
import { smallReport } from '../../support/timings';

describe('the lanes of the page', () => {
  const report = smallReport();
  const statements = shownStatements(pageDataOf(report));
  const lanes = new LaneIndex(statements, report.lanes);
  const named = (at: number | null): string | null => (at === null ? null : statements[at]!.name);
  const at = (name: string): number => statements.findIndex((statement) => statement.name === name);

  it('find the statement at a time, also when it is too short to hit', () => {
    assert.equal(named(lanes.at(0, 3, 0)), 'itkA.xml');
    assert.equal(named(lanes.at(0, 5, 0)), null);
    assert.equal(named(lanes.at(0, 4.5, 1)), 'itkA.xml');
    assert.equal(lanes.at(7, 3, 0), null);
  });

  it('lead to the neighbors in a lane and to the next lane', () => {
    assert.equal(named(lanes.beside(at('itkA.xml'), 1)), 'itkA.idx');
    assert.equal(lanes.beside(at('itkA.xml'), -1), null);
    assert.equal(named(lanes.across(at('itkA.xml'), 1)), 'itkB.xml');
    assert.equal(lanes.across(at('itkA.xml'), -1), null);
  });

  it('are drawn from packed statements that say the same as the report', () => {
    assert.deepEqual(
      statements,
      report.statements.map(({ hash: _hash, ...shown }) => shown),
    );
  });
});
