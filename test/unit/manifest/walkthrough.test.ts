import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';

const folder = 'media/walkthrough';

describe('the pictures of the walkthrough', () => {
  it('are all there for each kind of theme, are small, and have no extra files', () => {
    const manifest = readFileSync(path.join(root, 'package.json'), 'utf8');
    const named = new Set([...manifest.matchAll(/"(media\/walkthrough\/[^"]+)"/g)].map(([, file]) => file!));
    const there = readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`);
    assert.deepEqual([...named].sort(), there.sort());
    for (const file of there) assert.ok(statSync(path.join(root, file)).size < 200_000, file);
  });
});
