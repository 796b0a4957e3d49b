import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { buildGraph, graphToDot, layoutGraph, renderSvg } from '../../../../server/src/graph';
import { graphNode } from '../../../../server/src/graph/node';
import { escape, nodeMarkup } from '../../../../server/src/graph/render/svg';
import type { GraphModel } from '../../../../server/src/graph/graph-view';
import { makeFacts } from '../../../support/graph-facts';

const facts = makeFacts({ modules: 6, typesOf: () => 3, headersPerType: 9 });
const hostile = `</style><script>alert("x")</script>\n\\" & \0`;

function spoilt(model: GraphModel): GraphModel {
  return {
    ...model,
    title: hostile,
    summary: hostile,
    headings: model.headings.map((heading) => ({ ...heading, label: hostile })),
    nodes: model.nodes.map((node) => ({ ...node, label: hostile, note: hostile, details: [hostile] })),
  };
}

/** Throws if the text is not well-formed XML. */
function parseXml(text: string): void {
  execFileSync(
    'python3',
    ['-c', 'import sys, xml.dom.minidom as m; m.parseString(sys.stdin.buffer.read())'],
    {
      input: text,
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
}

describe('renderSvg', () => {
  it('draws every node of every view as self-contained, well-formed XML', () => {
    for (const view of [
      { kind: 'overview' } as const,
      { kind: 'module', module: facts.modules[1]!.name } as const,
      { kind: 'type', type: facts.types[0]!.name } as const,
    ]) {
      const model = buildGraph(view, facts);
      const svg = renderSvg(model, layoutGraph(model));
      parseXml(svg);
      assert.equal(svg.split('class="card"').length - 1, model.nodes.length);
      assert.doesNotMatch(svg, /href|url\(|var\(--vscode/);
    }
  });

  it('treats names as text, whatever they contain', () => {
    const model = spoilt(buildGraph({ kind: 'overview' }, facts));
    const svg = renderSvg(model, layoutGraph(model));
    parseXml(svg);
    assert.doesNotMatch(svg, /<script/);
    assert.equal(escape('\u0001a\ud800<'), 'a&#60;');
  });

  it('shortens long names and keeps both ends', () => {
    const model = buildGraph({ kind: 'module', module: facts.modules[1]!.name }, facts);
    const name = `itk${'VeryLong'.repeat(20)}ImageFilter`;
    const long = { ...model, nodes: model.nodes.map((node) => ({ ...node, label: name })) };
    const svg = renderSvg(long, layoutGraph(long));
    assert.ok(!svg.includes(name));
    assert.match(svg, />itkVery[^<]*…[^<]*Filter</);
  });
});

describe('a node', () => {
  it('shows its note only beside the whole label', () => {
    const node = graphNode('xml:itkImage', 'file', 'HIT', 'hit', {
      note: '470 ms · 38 ms',
      second: 'fresh',
      drill: { kind: 'type', type: 'itkImage' },
    });
    const box = { x: 0, y: 0, width: 144, height: 24 };
    assert.doesNotMatch(nodeMarkup(node, box), /470 ms/);
    assert.match(nodeMarkup(node, { ...box, width: 200 }), /470 ms/);
  });
});

describe('graphToDot', () => {
  it('names every node and edge, and quotes what needs it', () => {
    const model = buildGraph({ kind: 'overview' }, facts);
    const dot = graphToDot(model);
    for (const node of model.nodes) assert.ok(dot.includes(`"${node.id}" [label=`));
    for (const { from, to } of model.edges) assert.ok(dot.includes(`"${from}" -> "${to}";`));
    const bad = graphToDot(spoilt(model));
    // Each line closes the strings that it opens.
    for (const line of bad.split('\n'))
      assert.equal((line.match(/(?<!\\)(\\\\)*"/g) ?? []).length % 2, 0, line);
  });

  it('draws boxes as clusters and clips their edges', () => {
    const dot = graphToDot(buildGraph({ kind: 'type', type: facts.types[0]!.name }, facts));
    assert.match(dot, /subgraph cluster_1/);
    assert.match(dot, / -> "type:\w+" \[ltail=cluster_1\];/);
  });
});
