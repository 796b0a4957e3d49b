import assert from 'node:assert/strict';
import { closingLine, countTests } from '../../../scripts/lib/count-tests.mjs';
import { judge } from '../../../scripts/lib/run-checks.mjs';

describe('countTests', () => {
  it('reads the counts that mocha prints at the end', () => {
    const output = '\n  ․․․\n\n  12 passing (3s)\n  2 pending\n  1 failing\n\n  1) a test\n';
    assert.deepEqual(countTests(output), { passed: 12, failed: 1, skipped: 2 });
  });

  it('adds the counts of several runs, of mocha and of our own scripts', () => {
    const output =
      '  3 passing (5ms)\nnoise\n  4 passing (1m)\n5 passed, 6 failed, 7 skipped\n8 passed, 9 failed\n';
    assert.deepEqual(countTests(output), { passed: 20, failed: 15, skipped: 7 });
  });

  it('does not mistake titles of tests for counts', () => {
    assert.deepEqual(countTests('  ✓ says 3 passing\n  ✓ closes with 4 passed, 5 failed\n'), {
      passed: 0,
      failed: 0,
      skipped: 0,
    });
  });
});

describe('closingLine', () => {
  it('mentions skipped tests only if there are some', () => {
    assert.equal(closingLine({ passed: 1, failed: 2, skipped: 0 }), '1 passed, 2 failed');
    assert.equal(closingLine({ passed: 1, failed: 2, skipped: 3 }), '1 passed, 2 failed, 3 skipped');
  });
});

describe('judge', () => {
  const tests = { tests: true };

  it('counts a check without tests as one', () => {
    assert.deepEqual(judge({ tests: false }, 0, ''), { passed: 1, failed: 0, skipped: 0 });
    assert.deepEqual(judge({ tests: false }, 2, '9 passed, 0 failed'), { passed: 0, failed: 1, skipped: 0 });
  });

  it('reads counts from colored output', () => {
    const output = '\u001b[92m \u001b[0m\u001b[32m 12 passing\u001b[0m\u001b[90m (3s)\u001b[0m';
    assert.deepEqual(judge(tests, 0, output), { passed: 12, failed: 0, skipped: 0 });
  });

  it('fails a run that failed without a failed test', () => {
    assert.equal(judge(tests, 1, '  12 passing (3s)').failed, 1);
    assert.equal(judge(tests, 3, '  12 passing (3s)\n  3 failing').failed, 3);
  });

  it('fails a run without any test', () => {
    assert.deepEqual(judge(tests, 0, '  0 passing (1ms)'), { passed: 0, failed: 1, skipped: 0 });
  });
});
