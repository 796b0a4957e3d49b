import assert from 'node:assert/strict';
import { parseL1Entry, serializeL1Entry, type L1Entry } from '../../../../server/src/cache/storage/l1-entry';
import { ManifestPool } from '../../../../server/src/cache/lookup/manifest-pool';
import { randomNumbers } from '../../../support/random';

const digest = (n: number): string => n.toString(16).padStart(64, '0');
const entryOf = (deps: [string, string][]): L1Entry => ({ l2Key: digest(7), deps, incfp: digest(8) });

describe('the pool of manifests', () => {
  it('returns the same object for equal dependencies of all manifests', () => {
    const pool = new ManifestPool();
    const read = (names: string[]) =>
      pool.read(Buffer.from(serializeL1Entry(entryOf(names.map((name) => [name, digest(1)])))));
    const [a, b] = [read(['/a.h', '/b.h', '/c.h']), read(['/b.h', '/c.h', '/d.h'])];
    assert.deepEqual(b, entryOf(['/b.h', '/c.h', '/d.h'].map((name) => [name, digest(1)])));
    assert.equal(a?.deps[1], b?.deps[0]);
    assert.equal(a?.deps[2], b?.deps[1]);
  });

  it('distinguishes equal paths with different digests', () => {
    const pool = new ManifestPool();
    for (const n of [1, 2, 1, 3]) {
      const entry = entryOf([['/a.h', digest(n)]]);
      assert.deepEqual(pool.read(Buffer.from(serializeL1Entry(entry))), entry);
    }
  });

  it('reads the form that Python writes, and names that JSON escapes', () => {
    const pool = new ManifestPool();
    const entry = entryOf([
      ['/a "] b.h', ''],
      ['/\udc80 é \\ x.h', digest(2)],
    ]);
    const python = `{"l2_key": "${entry.l2Key}", "deps": ${JSON.stringify(entry.deps).replaceAll(',', ', ')}, "incfp": "${entry.incfp}"}`;
    for (const text of [python, serializeL1Entry(entry), JSON.stringify(entryOf([['/é.h', '']]))])
      assert.deepEqual(pool.read(Buffer.from(text)), parseL1Entry(text));
  });

  it('reads damaged manifests like the parser, and then sound ones', () => {
    const pick = randomNumbers(1);
    const pool = new ManifestPool();
    for (let round = 0; round < 3000; round++) {
      const names = Array.from({ length: pick(6) }, () => `/h${pick(5)}${pick(8) ? '' : '"]'}.h`);
      const entry = entryOf(names.map((name) => [name, digest(pick(3))]));
      let bytes = Buffer.from(serializeL1Entry(entry));
      if (round % 2)
        for (let n = pick(3); n >= 0; n--) {
          const at = pick(bytes.length);
          const put = Buffer.from(['"', ']', ',', '[', 'x', '{', '\\', '', ' ', '",'][pick(10)]!);
          bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + pick(3))]);
        }
      const text = bytes.toString();
      const expected = parseL1Entry(text);
      // Anything after a path and its digest has no meaning.
      const deps = expected?.deps.map(([path, of]) => [path, of] as const);
      assert.deepEqual(pool.read(bytes), expected && { ...expected, deps }, text);
    }
  });
});
