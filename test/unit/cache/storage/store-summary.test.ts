import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheStats } from '../../../../server/src/cache/storage/store-summary';
import { StoreRoot } from '../../../../server/src/cache/storage/store-root';

describe('the summary of a store', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-summary-test-'));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('writes nothing, not even to learn whether it could', () => {
    fs.utimesSync(folder, 1, 1);
    const { roots } = cacheStats([new StoreRoot(folder), new StoreRoot(path.join(folder, 'gone'))], 1000);
    assert.deepEqual(
      roots.map(({ exists, writable }) => ({ exists, writable })),
      [
        { exists: true, writable: true },
        { exists: false, writable: false },
      ],
    );
    assert.equal(fs.statSync(folder).mtimeMs, 1000);
  });
});
