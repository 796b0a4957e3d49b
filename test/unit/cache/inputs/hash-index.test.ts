import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HashIndex } from '../../../../server/src/cache/inputs/hash-index';
import { ownFile } from '../../../../server/src/cache/storage/store-names';
import { StoreRoot } from '../../../../server/src/cache/storage/store-root';

describe('the index of header hashes', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-index-test-'));
    file = path.join(folder, ownFile('index-here.v1'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** An index in these roots. */
  const indexIn = (...roots: string[]): HashIndex => {
    const index = new HashIndex('here');
    index.openAt(roots.map((root) => new StoreRoot(root)));
    return index;
  };
  const signature = (i: number) => ({
    size: i,
    mtimeMs: 1.7e12 + i / 3,
    ctimeMs: 1.7e12 + i,
    ino: 2 ** 40 + i,
  });
  const digest = (i: number): string => i.toString(16).padStart(64, '0');
  const fill = (index: HashIndex, from: number, to: number): void => {
    for (let i = from; i < to; i++)
      index.set(`/src/itkHeader${i}.h`, { signature: signature(i), digest: digest(i), flags: i & 3 });
  };
  const check = (index: HashIndex, from: number, to: number): number => {
    let found = 0;
    for (let i = from; i < to; i++) {
      const record = index.get(`/src/itkHeader${i}.h`, signature(i));
      if (!record) continue;
      assert.deepEqual([record.digest, record.flags], [digest(i), i & 3]);
      found++;
    }
    return found;
  };

  it('keeps records from one process to the next, and grows', () => {
    for (let round = 0; round < 5; round++) {
      const index = indexIn(folder);
      assert.equal(check(index, 0, round * 1500), round * 1500);
      fill(index, round * 1500, (round + 1) * 1500);
      index.flush();
    }
    assert.equal(check(indexIn(folder), 0, 7500), 7500);
  });

  it('returns a record only for exactly the same signature', () => {
    const index = indexIn(folder);
    fill(index, 0, 10);
    index.flush();
    const unwritten = indexIn();
    fill(unwritten, 0, 10);
    for (const one of [unwritten, index, indexIn(folder)])
      for (const part of ['size', 'mtimeMs', 'ctimeMs', 'ino'] as const)
        assert.equal(one.get('/src/itkHeader5.h', { ...signature(5), [part]: 1 }), null);
  });

  it('keeps the additions of both writers if one writes after the other', () => {
    const [first, second] = [indexIn(folder), indexIn(folder)];
    fill(first, 0, 100);
    fill(second, 100, 200);
    first.flush();
    second.flush();
    assert.equal(check(indexIn(folder), 0, 200), 200);
  });

  it('treats a damaged file as missing', () => {
    const index = indexIn(folder);
    fill(index, 0, 100);
    index.flush();
    const whole = fs.readFileSync(file);
    for (let i = 0; i < 200; i++) {
      const bytes = Buffer.from(whole);
      const at = Math.floor((i / 200) * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      fs.writeFileSync(file, i % 4 ? bytes : whole.subarray(0, at));
      assert.equal(check(indexIn(folder), 0, 100), 0, `damaged at ${at}`);
    }
    fill(index, 100, 110);
    index.flush();
    assert.equal(check(indexIn(folder), 100, 110), 10);
  });

  it('writes to the first root that accepts the file, and reads the newest one', () => {
    const index = indexIn('/proc/no/such/place', folder);
    fill(index, 0, 10);
    index.flush();
    assert.equal(check(indexIn(path.join(folder, 'none'), folder), 0, 10), 10);
  });

  it('tolerates a disk that cannot be written', () => {
    const index = indexIn('/proc/no/such/place');
    fill(index, 0, 10);
    index.flush();
    assert.equal(check(index, 0, 10), 10);
  });

  it('ignores a file that another user wrote, or could have written', function () {
    if (process.getuid === undefined) assert.fail('this system has no users to tell apart');
    const index = indexIn(folder);
    fill(index, 0, 10);
    index.flush();
    assert.equal(check(indexIn(folder), 0, 10), 10);
    fs.chmodSync(file, 0o666);
    assert.equal(check(indexIn(folder), 0, 10), 0, 'everybody may have written it');
    fs.chmodSync(file, 0o644);
    fs.chownSync(file, process.getuid() + 1, process.getgid?.() ?? 0);
    assert.equal(check(indexIn(folder), 0, 10), 0, 'somebody else wrote it');
  });
});
