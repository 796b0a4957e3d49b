import assert from 'node:assert/strict';
import { buildGraph, layoutGraph } from '../../../../server/src/graph';
import { edgePath } from '../../../../server/src/graph/layout/layout';
import { type Box, type GraphLayout } from '../../../../server/src/graph/layout/placed';
import type { GraphModel, GraphView } from '../../../../server/src/graph/graph-view';
import { makeFacts } from '../../../support/graph-facts';

const facts = makeFacts({ modules: 96, typesOf: (m) => (m === 1 ? 83 : 8), headersPerType: 60 });
const views: GraphView[] = [
  { kind: 'overview' },
  { kind: 'module', module: facts.modules[1]!.name },
  { kind: 'type', type: facts.types[0]!.name },
  { kind: 'header', file: facts.headers!.headersOf(facts.types[0]!.name)![0]!.path },
];

function overlapping(boxes: readonly Box[]): boolean {
  return boxes.some((a, index) =>
    boxes
      .slice(index + 1)
      .some(
        (b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
      ),
  );
}

function inside(layout: GraphLayout): boolean {
  return [...Object.values(layout.nodes)].every(
    (box) =>
      box.x >= 0 && box.y >= 0 && box.x + box.width <= layout.width && box.y + box.height <= layout.height,
  );
}

describe('layoutGraph', () => {
  for (const view of views)
    it(`places every node of ${view.kind} once, inside the picture, without overlaps`, () => {
      const model = buildGraph(view, facts);
      const layout = layoutGraph(model);
      assert.deepEqual(Object.keys(layout.nodes).sort(), model.nodes.map((node) => node.id).sort());
      assert.ok(inside(layout));
      assert.ok(!overlapping(Object.values(layout.nodes)));
      assert.equal(layout.edges.length, model.edges.length);
    });

  it('puts a module below everything that it needs', () => {
    const model = buildGraph({ kind: 'overview' }, facts);
    const { nodes } = layoutGraph(model);
    for (const { from, to } of model.edges) assert.ok(nodes[from]!.y < nodes[to]!.y, `${from} ${to}`);
  });

  it('does so if dagre would take too long, and if there is a cycle', () => {
    const many = makeFacts({ modules: 5000, typesOf: () => 0 });
    const model = buildGraph({ kind: 'overview' }, many);
    const { nodes } = layoutGraph(model);
    for (const { from, to } of model.edges) assert.ok(nodes[from]!.y < nodes[to]!.y);
    const cyclic: GraphModel = {
      ...model,
      edges: [...model.edges, { from: 'module:ITKModule4000', to: 'module:ITKModule00' }],
    };
    assert.equal(Object.keys(layoutGraph(cyclic).nodes).length, 5000);
  });

  it('folds wide layers to fit the space', () => {
    const model = buildGraph({ kind: 'overview' }, facts);
    const [wide, narrow] = [3, 0.6].map((aspect) => layoutGraph(model, { aspect, width: Infinity })) as [
      GraphLayout,
      GraphLayout,
    ];
    assert.ok(wide.width / wide.height > narrow.width / narrow.height);
    assert.ok(narrow.width < wide.width);
  });

  it('is no wider than what is readable at once', () => {
    for (const view of [views[0]!, views[2]!])
      assert.ok(layoutGraph(buildGraph(view, facts), { aspect: 1.4, width: 1200 }).width <= 1200, view.kind);
  });

  it('gives names the room that they need, and no more', () => {
    const width = (type: string): number => {
      const model = buildGraph(views[1]!, facts);
      const nodes = model.nodes.map((node) =>
        node.cell?.column === 0 ? { ...node, id: `wrap:${type}` } : node,
      );
      return layoutGraph({ ...model, nodes }).nodes[`wrap:${type}`]!.width;
    };
    assert.ok(width('itkA') < width('itkBinaryThresholdImageFilter'));
    assert.ok(
      width('itkBinaryThresholdImageFilter') < width('itkGradientMagnitudeRecursiveGaussianImageFilter'),
    );
  });

  it('is empty without nodes', () => {
    const model = buildGraph({ kind: 'module', module: 'ITKGone' }, facts);
    assert.deepEqual(layoutGraph(model).nodes, {});
  });

  it('draws horizontal lines to nodes that span the row', () => {
    const model = buildGraph(views[1]!, facts);
    const { edges } = layoutGraph(model);
    const type = facts.modules[1]!.types[40]!;
    const line = edges.find((edge) => edge.from === `xml:${type}` && edge.to === 'igenerator');
    assert.ok(line);
    assert.equal(line.y1, line.y2);
    assert.match(edgePath(line), /^M[\d.]+ [\d.]+H[\d.]+$/);
  });
});
