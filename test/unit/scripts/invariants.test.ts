import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';

/** docs/invariants.md is a table of what holds, where it is upheld, and which tests hold it. */
describe('the table of invariants', () => {
  const rows = readFileSync(path.join(root, 'docs/invariants.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('names code and tests that exist, in every row', () => {
    assert.ok(rows.length > 15);
    for (const [, invariant, upheld = '', held = ''] of rows) {
      const [code, tests] = [filesIn(upheld), filesIn(held)];
      assert.ok(code.length > 0 && tests.length > 0, invariant);
      for (const file of [...code, ...tests])
        assert.ok(existsSync(path.join(root, file)), `${invariant}: ${file} does not exist`);
      for (const file of tests) assert.match(file, /^test\/.*\.(?:test\.ts|scene\.mjs)$/, invariant);
    }
  });
});

const filesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
