import assert from 'node:assert/strict';
import { Derived } from '../../../../server/src/wrapping/diagnostics/derived';

describe('Derived', () => {
  it('is made once for each revision of each source, also by turns', () => {
    const derived = new Derived<string>();
    const [one, other] = [{}, {}];
    const made: string[] = [];
    const ask = (source: object, revision: number, name: string): string =>
      derived.of(source, revision, () => {
        made.push(name);
        return name;
      });
    for (let turn = 0; turn < 3; turn++) {
      assert.equal(ask(one, 1, 'one'), 'one');
      assert.equal(ask(other, 1, 'other'), 'other');
    }
    assert.equal(ask(one, 2, 'later'), 'later');
    assert.equal(ask(other, 1, 'again'), 'other');
    assert.deepEqual(made, ['one', 'other', 'later']);
  });
});
