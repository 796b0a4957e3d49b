import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HashIndex } from '../../../server/src/cache/hash-index';

describe('the index of header hashes', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'itk-index-test-'));
    file = path.join(folder, 'index.v1');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

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
      const index = new HashIndex([file]);
      assert.equal(check(index, 0, round * 1500), round * 1500);
      fill(index, round * 1500, (round + 1) * 1500);
      index.flush();
    }
    assert.equal(check(new HashIndex([file]), 0, 7500), 7500);
  });

  it('answers only for the very same signature', () => {
    const index = new HashIndex([file]);
    fill(index, 0, 10);
    index.flush();
    const unwritten = new HashIndex([]);
    fill(unwritten, 0, 10);
    for (const one of [unwritten, index, new HashIndex([file])])
      for (const part of ['size', 'mtimeMs', 'ctimeMs', 'ino'] as const)
        assert.equal(one.get('/src/itkHeader5.h', { ...signature(5), [part]: 1 }), null);
  });

  it('two writers merge: the later one keeps what the earlier one wrote', () => {
    const [first, second] = [new HashIndex([file]), new HashIndex([file])];
    fill(first, 0, 100);
    fill(second, 100, 200);
    first.flush();
    second.flush();
    assert.equal(check(new HashIndex([file]), 0, 200), 200);
  });

  it('a damaged file is as good as none', () => {
    const index = new HashIndex([file]);
    fill(index, 0, 100);
    index.flush();
    const whole = fs.readFileSync(file);
    for (let i = 0; i < 200; i++) {
      const bytes = Buffer.from(whole);
      const at = Math.floor((i / 200) * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      fs.writeFileSync(file, i % 4 ? bytes : whole.subarray(0, at));
      assert.equal(check(new HashIndex([file]), 0, 100), 0, `damaged at ${at}`);
    }
    fill(index, 100, 110);
    index.flush();
    assert.equal(check(new HashIndex([file]), 100, 110), 10);
  });

  it('lies in the first place that takes it, and the newest is read', () => {
    const index = new HashIndex(['/proc/no/such/place', file]);
    fill(index, 0, 10);
    index.flush();
    assert.equal(check(new HashIndex([path.join(folder, 'none'), file]), 0, 10), 10);
  });

  it('a disk that does not take it is no harm', () => {
    const index = new HashIndex(['/proc/no/such/place']);
    fill(index, 0, 10);
    index.flush();
    assert.equal(check(index, 0, 10), 10);
  });
});
