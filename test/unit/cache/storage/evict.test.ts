import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { evict, evictToCap, isTimeToCheck } from '../../../../server/src/cache/storage/evict';
import { noteStored } from '../../../../server/src/cache/storage/entries';
import { StoreRoot } from '../../../../server/src/cache/storage/store-root';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('eviction', () => {
  let root: StoreRoot;
  const nowMs = Date.now();
  beforeEach(() => (root = new StoreRoot(fs.mkdtempSync(path.join(os.tmpdir(), 'itk-evict-test-')))));
  afterEach(() => fs.rmSync(root.path, { recursive: true, force: true }));

  /** An L2 entry of 1000 bytes that was last used this many days ago. */
  function entry(letter: string, days: number): string {
    const key = letter.repeat(64);
    const folder = root.file(`l2/${key.slice(0, 2)}/${key}`);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'output.xml'), 'x'.repeat(1000));
    fs.writeFileSync(path.join(folder, '_ok'), '');
    use(folder, nowMs - days * DAY_MS);
    return folder;
  }
  const use = (folder: string, atMs: number): void =>
    fs.utimesSync(path.join(folder, '_ok'), atMs / 1000, atMs / 1000);

  it('removes entries that were not used for this long, and then the oldest down to the maximum size', () => {
    const [young, old, middle] = [entry('a', 1), entry('b', 20), entry('c', 10)];
    const { removed, left } = evict([root], { maxAgeDays: 13.9, maxBytes: 2000, nowMs });
    assert.deepEqual([removed.entries, left], [1, { entries: 2, bytes: 2000 }]);
    assert.deepEqual([old, middle, young].map(fs.existsSync), [false, true, true]);
    evictToCap(root, 1999, nowMs);
    assert.deepEqual([middle, young].map(fs.existsSync), [false, true]);
  });

  it('keeps an entry that is used during the eviction', () => {
    const [oldest, other] = [entry('a', 20), entry('b', 10)];
    // The time of an entry is read before each removal. Here the other entry is used in between.
    const rename = fs.renameSync;
    fs.renameSync = (from, to) => {
      use(other, nowMs);
      rename(from, to);
    };
    try {
      evictToCap(root, 0, nowMs);
    } finally {
      fs.renameSync = rename;
    }
    assert.deepEqual([oldest, other].map(fs.existsSync), [false, true]);
  });

  it('changes only the first writable root', () => {
    entry('a', 20);
    const no = new StoreRoot('/proc/no');
    assert.equal(evict([no, root, new StoreRoot('/proc/neither')], { maxBytes: 0, nowMs }).root, root.path);
    assert.equal(evict([no], { maxBytes: 0, nowMs }).root, null);
  });

  it('checks the size of a store once a minute, and first a minute after it was created', () => {
    noteStored(root, nowMs);
    const after = (ms: number): boolean => isTimeToCheck(root, nowMs + ms);
    assert.deepEqual([0, 59_000, 61_000, 62_000, 120_000, 122_000].map(after), [
      false,
      false,
      true,
      false,
      false,
      true,
    ]);
    // A time from another clock must not prevent all further checks.
    const ahead = (nowMs + DAY_MS) / 1000;
    fs.utimesSync(root.file('_last_check'), ahead, ahead);
    assert.deepEqual([200_000, 201_000].map(after), [true, false]);
    noteStored(root, nowMs + 262_000);
    assert.equal(after(262_000), true);
  });
});
