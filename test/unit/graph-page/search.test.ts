import assert from 'node:assert/strict';
import { type Chip, matchesOf } from '../../../media/graph/search';
import { buildGraph } from '../../../server/src/graph';
import { makeFacts } from '../../support/graph-facts';

describe('the search of the graph page', () => {
  const { nodes } = buildGraph(
    { kind: 'overview' },
    makeFacts({ modules: 4, typesOf: () => 3, headersPerType: 2 }),
  );
  const [first, second] = nodes.map((node, n) => ({
    ...node,
    state: n === 0 ? ('stale' as const) : ('fresh' as const),
    second: n === 1 ? ('miss' as const) : null,
    attention: n === 1,
  }));
  const pair = [first!, second!];
  const found = (words: string[], ...chips: Chip[]): string[] | null => {
    const ids = matchesOf(pair, words, new Set(chips));
    return ids && [...ids];
  };

  it('marks nothing without words and states', () => assert.equal(found([]), null));

  it('finds nodes that have all words, in any case', () => {
    const label = first!.label.toLowerCase();
    assert.deepEqual(found([label]), [first!.id]);
    assert.deepEqual(found([label, 'no-such-word']), []);
  });

  it('finds nodes by each of their states', () => {
    assert.deepEqual(found([], 'stale'), [first!.id]);
    assert.deepEqual(found([], 'miss'), [second!.id]);
    assert.deepEqual(found([first!.label.toLowerCase()], 'fresh'), []);
  });

  it('finds nodes that need attention, whatever their states are', () => {
    assert.deepEqual(found([], 'attention'), [second!.id]);
    assert.deepEqual(found([], 'attention', 'stale'), [first!.id, second!.id]);
  });
});
