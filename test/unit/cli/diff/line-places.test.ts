import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linePlaces } from '../../../../server/src/cli/diff/line-places';

const places = (before: string, after: string): readonly number[] =>
  linePlaces([...before].join('\n'), [...after].join('\n'));

describe('linePlaces', () => {
  it('follows lines that move because others come or go', () => {
    assert.deepEqual(places('abc', 'abc'), [1, 2, 3]);
    assert.deepEqual(places('abc', 'xabyc'), [2, 3, 5]);
    assert.deepEqual(places('abcd', 'ad'), [1, 1, 1, 2]);
  });

  it('gives a line that is gone the place of the one that replaced it, or the line before', () => {
    assert.deepEqual(places('abc', 'aXc'), [1, 2, 3]);
    assert.deepEqual(places('abcd', 'aXd'), [1, 2, 2, 3]);
    assert.deepEqual(places('abc', 'bc'), [1, 1, 2]);
    assert.deepEqual(places('ab', 'abX'), [1, 2]);
    assert.deepEqual(places('a', ''), [1]);
  });

  it('keeps the order, finds equal texts, and names only lines that exist', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const found = places(before.join(''), after.join(''));
        assert.equal(found.length, before.length);
        for (const [n, place] of found.entries())
          assert.ok(place >= (found[n - 1] ?? 1) && place <= after.length, String(found));
        assert.deepEqual(
          places(before.join(''), before.join('')),
          before.map((_, n) => n + 1),
        );
      }),
      { seed: 20261129 },
    );
  });

  it('treats a file that is rewritten and very long as one change', () => {
    const long = (mark: string): string => Array.from({ length: 3000 }, (_, n) => `${mark}${n}`).join('\n');
    assert.deepEqual([...new Set(linePlaces(long('a'), `${long('b')}\n`).map((place, n) => place - n))], [1]);
  });
});
