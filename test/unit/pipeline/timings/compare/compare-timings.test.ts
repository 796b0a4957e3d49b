import assert from 'node:assert/strict';
import { compareTimings } from '../../../../../server/src/pipeline/timings/compare/compare-timings';
import type { StatementTime, TimingsReport } from '../../../../../server/src/shared/timings/timings-report';
import { smallReport } from '../../../../support/timings';

describe('the comparison of two builds', () => {
  const report = smallReport();
  const many = (change: (n: number) => number, hash = (_n: number): string => 'h'): TimingsReport => {
    const [first] = report.statements;
    const statements = Array.from({ length: 40 }, (_, n): StatementTime => ({
      ...first!,
      name: `s${n}`,
      seconds: (2 + (n % 5)) * change(n),
      hash: hash(n),
    }));
    return { ...report, statements, wallSeconds: 100 };
  };

  it('finds the statement that became slower among many that did not', () => {
    const after = many((n) => (n === 7 ? 3 : 1 + (n % 3) / 100));
    const { statements, stages, onlyBefore, onlyAfter } = compareTimings(
      after,
      many(() => 1),
    );
    assert.equal(statements[0]!.name, 's7');
    assert.equal(statements[0]!.verdict, 'slower');
    assert.ok(statements.slice(1).every(({ verdict }) => verdict === 'noise'));
    assert.deepEqual(
      stages.map(({ stage }) => stage),
      ['castxml'],
    );
    assert.deepEqual([onlyBefore, onlyAfter], [0, 0]);
  });

  it('matches statements by name, and counts the others', () => {
    const other = { ...report, statements: report.statements.slice(1) };
    const { onlyAfter, onlyBefore, noise } = compareTimings(report, other);
    assert.deepEqual([onlyAfter, onlyBefore, noise.from], [1, 0, 'unknown']);
  });

  it('does not take the hits of one build for noise', () => {
    const cached = (report_: TimingsReport, outcome: 'hit' | 'miss'): TimingsReport => ({
      ...report_,
      statements: report_.statements.map((one, n) => ({ ...one, cache: n % 2 === 0 ? outcome : 'none' })),
    });
    const after = many((n) => (n % 2 === 0 ? 0.05 : 1 + (n % 3) / 100));
    const { noise, statements } = compareTimings(
      cached(after, 'hit'),
      cached(
        many(() => 1),
        'miss',
      ),
    );
    assert.equal(noise.statements, 20);
    assert.ok(Math.abs(noise.factor - 1) < 0.05, String(noise.factor));
    assert.equal(statements.filter(({ verdict }) => verdict === 'faster').length, 20);
  });

  it('does not compare hashes of logs of different versions', () => {
    const before = { ...many(() => 1), log: { ...report.log, version: 7 } };
    assert.equal(
      compareTimings(
        many(() => 1),
        before,
      ).noise.from,
      'all',
    );
  });
});
