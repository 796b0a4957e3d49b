import assert from 'node:assert/strict';
import { PositionIndex } from '../../../../server/src/lsp/translate/position-index';
import { processorMs } from '../../../support/processor-time';

describe('the positions of clients', () => {
  const at = (line: number, character: number) => ({ line, character });

  it('end lines at a lone carriage return, unlike ours', () => {
    const text = 'macro(a)\rendmacro()\nset(éé x)\r\nb';
    for (const unit of ['utf-8', 'utf-16'] as const) {
      const index = new PositionIndex(text, unit);
      const behind = unit === 'utf-8' ? 8 : 6;
      assert.deepEqual(index.incoming(at(2, behind)), at(1, 6));
      assert.deepEqual(index.outgoing(at(1, 6)), at(2, behind));
      assert.deepEqual(index.incoming(at(1, 3)), at(0, 12));
      assert.deepEqual(index.outgoing(at(0, 12)), at(1, 3));
      assert.deepEqual(index.outgoing(at(2, 1)), at(3, 1));
    }
  });

  it('count bytes, and a surrogate pair as one character', () => {
    const index = new PositionIndex('a😀éx', 'utf-8');
    for (const [units, bytes] of [
      [0, 0],
      [1, 1],
      [3, 5],
      [4, 7],
      [5, 8],
    ] as const) {
      assert.deepEqual(index.outgoing(at(0, units)), at(0, bytes));
      assert.deepEqual(index.incoming(at(0, bytes)), at(0, units));
    }
  });

  it('are found quickly in long lines', () => {
    const text = 'é'.repeat(500_000);
    const index = new PositionIndex(text, 'utf-8');
    const ms = processorMs(() => {
      for (let n = 0; n < 500_000; n += 10)
        assert.equal(index.incoming(index.outgoing(at(0, n))).character, n);
    });
    assert.ok(ms < 2000, `${ms} ms`);
  });
});
