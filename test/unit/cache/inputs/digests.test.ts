import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Digests, takeSnapshot } from '../../../../server/src/cache/inputs/digests';
import { HashIndex } from '../../../../server/src/cache/inputs/hash-index';

describe('the cache of digests and listings', () => {
  let folder: string;
  let changedMs: number;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-digests-test-'));
    fs.writeFileSync(path.join(folder, 'a.h'), 'int a;\n');
    changedMs = fs.statSync(folder).ctimeMs;
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** The number of reads in three queries, each of which begins this long after the directory changed. */
  function reads(afterMs: number, look: (digests: Digests, read: () => void) => void): number {
    const digests = new Digests(new HashIndex('here'), () => changedMs + afterMs);
    let count = 0;
    const readdir = fs.readdirSync;
    fs.readdirSync = ((...args: Parameters<typeof readdir>) => {
      count++;
      return readdir(...args);
    }) as typeof readdir;
    try {
      for (let i = 0; i < 3; i++) look(digests, () => count++);
    } finally {
      fs.readdirSync = readdir;
    }
    return count;
  }

  it('lists a recently changed directory again, and an older one only when it changes', () => {
    const list = (digests: Digests): void => {
      assert.deepEqual(digests.list(folder, takeSnapshot()), ['a.h']);
    };
    assert.deepEqual([reads(1000, list), reads(3000, list)], [3, 1]);
  });

  it('computes a fingerprint of names again under the same conditions', () => {
    const compute = (digests: Digests, read: () => void): void => {
      const fingerprint = digests.fingerprint('name', [folder], takeSnapshot(), () => {
        read();
        return 'f'.repeat(64);
      });
      assert.equal(fingerprint, 'f'.repeat(64));
    };
    assert.deepEqual([reads(1000, compute), reads(3000, compute)], [3, 1]);
  });

  it('hashes a recently changed header again', () => {
    const file = path.join(folder, 'a.h');
    const remembered = (afterMs: number): boolean => {
      const index = new HashIndex('here');
      const { signature } = new Digests(index, () => fs.statSync(file).ctimeMs + afterMs).file(
        file,
        takeSnapshot(),
      );
      return signature !== null && index.get(file, signature) !== null;
    };
    assert.deepEqual([remembered(1000), remembered(3000)], [false, true]);
  });
});
