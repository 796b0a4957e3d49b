import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SnapshotMap, type FrozenMap } from '../../../../../server/src/cmake/runtime/scopes/persistent-map';
import { seedOf } from '../../../../support/random';

const SEED = seedOf('ITK_WRAP_RANDOM_SEED');

describe(`a map that can be frozen (ITK_WRAP_RANDOM_SEED=${SEED})`, () => {
  const content = (map: FrozenMap<number>): Record<string, number> =>
    Object.fromEntries([...map.entries()].sort());

  it('keeps each frozen state through later changes of any size, and can continue from it', () => {
    for (const names of [20, 600]) {
      const name = fc.nat({ max: names - 1 }).map((n) => `v${n}`);
      const step = fc.oneof(
        { weight: 3 * names, arbitrary: fc.record({ kind: fc.constant('set'), name }) },
        { weight: names, arbitrary: fc.record({ kind: fc.constant('delete'), name }) },
        { weight: 4, arbitrary: fc.record({ kind: fc.constant('freeze'), name }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('go back'), name, moment: fc.nat() }) },
      );
      const steps = fc.array(step, { maxLength: 10 * names, size: 'max' });
      fc.assert(fc.property(steps, check), { seed: SEED, numRuns: 20 });
    }
  });

  type Step = { kind: string; name: string; moment?: number };

  /** Does the steps with the map and with a JavaScript map, which is copied when the other is frozen. */
  function check(steps: readonly Step[]): void {
    let map = new SnapshotMap<number>();
    let plain = new Map<string, number>();
    const moments: { frozen: FrozenMap<number>; plain: Map<string, number> }[] = [];
    for (const [n, { kind, name, moment = 0 }] of steps.entries()) {
      if (kind === 'set') {
        map.set(name, n);
        plain.set(name, n);
      } else if (kind === 'delete') {
        map.delete(name);
        plain.delete(name);
      } else if (kind === 'freeze') moments.push({ frozen: map.freeze(), plain: new Map(plain) });
      else if (moments.length > 0) {
        const { frozen, plain: then } = moments[moment % moments.length]!;
        map = new SnapshotMap(frozen);
        plain = new Map(then);
      }
      assert.equal(map.get(name), plain.get(name));
      assert.equal(map.has(name), plain.has(name));
    }
    for (const { frozen, plain: then } of moments)
      assert.deepEqual(content(frozen), Object.fromEntries([...then].sort()));
    assert.deepEqual([...map.keys()].sort(), [...plain.keys()].sort());
  }

  it('copies nothing when it is frozen without a change', () => {
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
