import assert from 'node:assert/strict';
import { applyDelta, buildGraph, diffGraph } from '../../../server/src/graph';
import { keepsPlaces } from '../../../server/src/graph/view-diff';
import type { PipelineFacts } from '../../../server/src/graph/pipeline-facts';
import type { GraphView } from '../../../server/src/graph/graph-view';
import { makeFacts } from '../../support/graph-facts';

const facts = makeFacts({ modules: 5, typesOf: () => 6, headersPerType: 6 });
const module = facts.modules[2]!;
const views: GraphView[] = [
  { kind: 'overview' },
  { kind: 'module', module: module.name },
  { kind: 'type', type: module.types[0]! },
  { kind: 'header', file: facts.headers!.headersOf(module.types[0]!)![0]!.path },
];

/** The facts with one type changed. */
function with1(change: Partial<PipelineFacts['types'][number]>): PipelineFacts {
  const name = module.types[0]!;
  return { ...facts, types: facts.types.map((type) => (type.name === name ? { ...type, ...change } : type)) };
}

describe('diffGraph', () => {
  it('returns null if nothing changed', () => {
    for (const view of views)
      assert.equal(diffGraph(buildGraph(view, facts), structuredClone(buildGraph(view, facts))), null);
  });

  it('contains only the changed nodes, and keeps their places', () => {
    const view = views[1]!;
    const delta = diffGraph(buildGraph(view, facts), buildGraph(view, with1({ state: 'miss', l1: 'x' })));
    assert.deepEqual(
      delta?.nodes.map((node) => node.id),
      [`xml:${module.types[0]!}`],
    );
    assert.ok(keepsPlaces(delta));
  });

  it('leads from any model of a view to any other', () => {
    const variants = [
      facts,
      with1({ state: 'unverified', xmlState: 'missing' }),
      makeFacts({ modules: 3, typesOf: () => 9, headersPerType: 3, seed: 7 }),
      makeFacts({ modules: 7, typesOf: (m) => m, headersPerType: 9, seed: 8 }),
      { ...facts, modules: [...facts.modules].reverse() },
      { build: facts.build, modules: [], types: [] },
    ];
    for (const view of views)
      for (const from of variants)
        for (const to of variants) {
          const [older, newer] = [buildGraph(view, from), buildGraph(view, to)];
          if (older.arrangement !== newer.arrangement) continue;
          const delta = diffGraph(older, newer);
          assert.deepEqual(delta ? applyDelta(older, delta) : older, newer);
        }
  });

  it('rejects models of different views', () => {
    assert.throws(() => diffGraph(buildGraph(views[0]!, facts), buildGraph(views[1]!, facts)), /No delta/);
  });
});
