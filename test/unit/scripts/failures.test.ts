import assert from 'node:assert/strict';
import { failuresOf } from '../../../scripts/lib/failures.mjs';

describe('failuresOf', () => {
  it('is the list that mocha prints at the end', () => {
    const list = '  1 failing\n\n  1) a test\n       of a thing:\n     Error: no\n      at x.ts:1:2';
    assert.equal(failuresOf(`  a suite\n    ✓ passes\n    1) fails\n\n  12 passing (3s)\n${list}\n\n`), list);
  });

  it('is each scene that failed, with its error, from several windows', () => {
    const output = [
      'VS Code on the workspace "sample"',
      '    ✓ opens (3 ms)',
      '    ✗ shows a row',
      'Error: no row',
      '    at sidebar.scene.ts:3:4',
      '    ✓ closes (3 ms)',
      'VS Code on the workspace "several"',
      '  ✗ shows a build',
      'Error: no build',
      '',
      '3 passed, 2 failed',
    ].join('\n');
    assert.equal(
      failuresOf(output),
      '    ✗ shows a row\nError: no row\n    at sidebar.scene.ts:3:4\n  ✗ shows a build\nError: no build',
    );
  });

  it('is the end of the output if a check failed without a failed test', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    assert.equal(failuresOf(lines.join('\n')), lines.slice(70).join('\n'));
  });

  it('does not grow without a limit', () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `     line ${index}`);
    assert.equal(failuresOf(`  7 failing\n${lines.join('\n')}`).split('\n').length, 120);
  });
});
