import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';

describe('The conditions of the manifest', () => {
  it('use no operator that VS Code does not know: it would take such a condition for always true', () => {
    const manifest = readFileSync(path.join(root, 'package.json'), 'utf8');
    const conditions = [...manifest.matchAll(/"(?:when|enablement)": "((?:[^"\\]|\\.)*)"/g)].map(
      ([, text]) => text,
    );
    assert.ok(conditions.length > 50);
    assert.deepEqual(
      conditions.filter((condition) => condition?.includes('!~')),
      [],
    );
  });
});
