import assert from 'node:assert/strict';
import { doctorText, verdict } from '../../../../server/src/cli/doctor/doctor-text';
import type { DoctorReport } from '../../../../server/src/pipeline/doctor/doctor';

const finding = {
  severity: 'error' as const,
  message: 'castxml is too old.',
  evidence: ['castxml 0.4.5'],
  remedy: 'Install castxml 0.6.0.',
  source: 'https://example.org/',
};
const report: DoctorReport = {
  build: { dir: '/b', source: '/s', itkVersion: '6.0.0', generator: 'Ninja' },
  canWrap: true,
  probe: {
    works: true,
    steps: [
      { name: 'castxml', state: 'ok', reason: null, seconds: 0.52, command: null, output: '' },
      { name: 'compile', state: 'ok', reason: null, seconds: 1, command: null, output: '' },
    ],
  },
  findings: [],
  checks: [{ id: 'swig', title: 'SWIG', state: 'ok', summary: '4.3.1, /usr/bin/swig', findings: [] }],
  cancelled: false,
  seconds: 2.04,
};

describe('doctorText', () => {
  it('has a line for each step and check, with a sign and a word, and the verdict at the end', () => {
    assert.equal(
      doctorText(report),
      [
        'Build    /b',
        'Sources  /s, ITK 6.0.0',
        '',
        'One small class, with the tools and the flags of the build:',
        '✓ ok  castxml  0.5 s',
        '✓ ok  compile  1.0 s',
        '',
        'Checks:',
        '✓ ok  SWIG  4.3.1, /usr/bin/swig',
        '',
        'This machine can wrap this build. Nothing is wrong. (2.0 s)',
      ].join('\n'),
    );
  });

  it('shows what the failed step said, and each finding with its remedy', () => {
    const [first] = report.probe!.steps;
    const failed = {
      ...first!,
      state: 'failed' as const,
      reason: 'exit code 1',
      output: 'a.h:1: error: no\n  ^\n',
    };
    const text = doctorText({
      ...report,
      canWrap: false,
      probe: { works: false, steps: [failed] },
      findings: [finding],
    });
    assert.match(text, /^✗ failed {2}castxml {2}0\.5 s, exit code 1\n {4}a\.h:1: error: no\n\n/m);
    assert.match(
      text,
      /^✗ error: castxml is too old\.\n {4}castxml 0\.4\.5\n {2}→ Install castxml 0\.6\.0\.\n {4}See https:\/\/example\.org\/$/m,
    );
    assert.match(text, /\n\nThis machine cannot wrap this build: it breaks at castxml\. \(2\.0 s\)$/);
  });

  it('has no verdict if it was cancelled', () => {
    const text = doctorText({ ...report, cancelled: true, checks: [] });
    assert.ok(text.endsWith('1.0 s'), text);
  });
});

describe('verdict', () => {
  it('counts what was found', () => {
    const warning = { ...finding, severity: 'warning' as const };
    assert.equal(
      verdict({ ...report, findings: [finding, warning, warning] }),
      'One small class could be wrapped, but other things will not work. 1 error, 2 warnings.',
    );
    assert.equal(
      verdict({ ...report, build: null, probe: null, canWrap: null }),
      'Only the machine was checked. Nothing is wrong.',
    );
    assert.match(verdict({ ...report, canWrap: null }), /^Not all steps could be tried\. /);
  });
});
