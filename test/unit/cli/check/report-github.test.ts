import assert from 'node:assert/strict';
import { githubReport } from '../../../../server/src/cli/check/report-github';
import type { Diagnostic } from '../../../../server/src/wrapping/diagnostics/diagnostic';

const finding = (message: string, file: string): Diagnostic => ({
  code: 'syntax',
  severity: 'error',
  message,
  location: { file, range: { start: { line: 0, character: 2 }, end: { line: 0, character: 4 } } },
  related: [],
  type: null,
});

const report = (one: Diagnostic): string =>
  githubReport({ findings: [one], base: '/w', files: 1, notEvaluated: null });

describe('annotations for GitHub', () => {
  it('keep a message in one command, whatever it contains', () => {
    assert.equal(
      report(finding('50% done\r\n::set-output name=x::y', '/w/a.wrap')),
      '::error file=a.wrap,line=1,col=3,endColumn=5,title=syntax::50%25 done%0D%0A::set-output name=x::y',
    );
  });

  it('escape what would end a property', () => {
    assert.equal(
      report(finding('m', '/w/a,line=9:b%\n.wrap')),
      '::error file=a%2Cline=9%3Ab%25%0A.wrap,line=1,col=3,endColumn=5,title=syntax::m',
    );
  });

  it('have no columns if they have several lines', () => {
    const one = finding('m', '/w/a.wrap');
    one.location.range.end = { line: 2, character: 0 };
    assert.equal(report(one), '::error file=a.wrap,line=1,endLine=3,title=syntax::m');
  });
});
