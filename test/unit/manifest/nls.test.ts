import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('the strings of the manifest', () => {
  it('are all in package.nls.json, which has no others', () => {
    const named = new Set([...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
    const known = Object.keys(JSON.parse(read('package.nls.json')) as Record<string, string>);
    assert.deepEqual([...named].sort(), known.sort());
  });
});
