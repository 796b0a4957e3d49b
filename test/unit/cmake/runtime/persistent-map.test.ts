import assert from 'node:assert/strict';
import { SnapshotMap, type FrozenMap } from '../../../../server/src/cmake/runtime/persistent-map';
import { Random } from '../../../support/script-generator';

describe('a map that can be frozen', () => {
  const content = (map: FrozenMap<number>): Record<string, number> =>
    Object.fromEntries([...map.entries()].sort());

  it('holds each frozen state through all later changes, small and large, and goes on from it', () => {
    const random = new Random(1);
    for (const names of [20, 600]) {
      let map = new SnapshotMap<number>();
      let plain = new Map<string, number>();
      const moments: { frozen: FrozenMap<number>; plain: Map<string, number> }[] = [];
      for (let step = 0; step < 8000; step++) {
        const name = `v${random.below(names)}`;
        if (random.below(4) === 0) {
          map.delete(name);
          plain.delete(name);
        } else {
          map.set(name, step);
          plain.set(name, step);
        }
        assert.equal(map.get(name), plain.get(name));
        assert.equal(map.has(name), plain.has(name));
        if (random.below(names) === 0) moments.push({ frozen: map.freeze(), plain: new Map(plain) });
        if (random.below(names * 4) === 0 && moments.length > 0) {
          const moment = moments[random.below(moments.length)]!;
          map = new SnapshotMap(moment.frozen);
          plain = new Map(moment.plain);
        }
      }
      assert.ok(moments.length > 5);
      for (const moment of moments)
        assert.deepEqual(content(moment.frozen), Object.fromEntries([...moment.plain].sort()));
      assert.deepEqual([...map.keys()].sort(), [...plain.keys()].sort());
    }
  });

  it('is frozen for nothing where it did not change', () => {
    const map = new SnapshotMap<number>();
    map.set('a', 1);
    const frozen = map.freeze();
    assert.equal(map.freeze(), frozen);
    map.delete('b');
    assert.equal(map.freeze(), frozen);
    map.set('a', 2);
    assert.notEqual(map.freeze(), frozen);
    assert.equal(frozen.get('a'), 1);
  });
});
