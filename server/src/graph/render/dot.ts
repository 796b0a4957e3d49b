import { summaryLine } from '../graph-words';
import { stateWords, type Tone } from '../../shared/state-words';
import { lightPalette } from './svg';
import type { GraphModel, GraphNode } from '../graph-view';

/** Graphviz shapes for the tones, so that color is not the only sign there either. */
const dotShapes: Readonly<Record<Tone, string>> = {
  good: 'box',
  cached: 'box3d',
  warning: 'note',
  bad: 'octagon',
  unverified: 'component',
  quiet: 'plaintext',
  running: 'cds',
};

/** The model in Graphviz's language, for `dot -Tsvg`. */
export function graphToDot(model: GraphModel): string {
  const boxes = model.headings.filter((heading) => model.nodes.some((node) => node.group === heading.id));
  const inBox = new Set(boxes.map((box) => box.id));
  // An edge to a box ends at the box's first node, clipped at the box's border.
  const anchor = new Map(boxes.map((box) => [box.id, model.nodes.find((node) => node.group === box.id)!.id]));
  const end = (id: string): string => anchor.get(id) ?? id;
  return [
    `digraph ${quote(model.title)} {`,
    `  graph [rankdir=${model.arrangement === 'layers' ? 'TB' : 'LR'}, compound=true, label=${quote(model.empty ?? summaryLine(model))}];`,
    '  node [shape=box, fontname="sans-serif", fontsize=10];',
    ...boxes.flatMap((box, index) => [
      `  subgraph cluster_${index} {`,
      `    label=${quote(box.label)};`,
      ...model.nodes.filter((node) => node.group === box.id).map((node) => `    ${dotNode(node)}`),
      '  }',
    ]),
    ...model.nodes
      .filter((node) => node.group === null || !inBox.has(node.group))
      .map((node) => `  ${dotNode(node)}`),
    ...model.edges.map(({ from, to }) => {
      const clip = [
        ...(anchor.has(from) ? [`ltail=cluster_${boxes.findIndex((box) => box.id === from)}`] : []),
        ...(anchor.has(to) ? [`lhead=cluster_${boxes.findIndex((box) => box.id === to)}`] : []),
      ];
      return `  ${quote(end(from))} -> ${quote(end(to))}${clip.length > 0 ? ` [${clip.join(', ')}]` : ''};`;
    }),
    '}',
    '',
  ].join('\n');
}

function dotNode(node: GraphNode): string {
  const { label, tone } = stateWords[node.state];
  const second = node.second ? `, ${stateWords[node.second].label}` : '';
  const text = [node.label, [label + second, node.note].filter(Boolean).join(' · ')].join('\n');
  return `${quote(node.id)} [label=${quote(text)}, shape=${dotShapes[tone]}, color=${quote(lightPalette.tones[tone])}, tooltip=${quote(node.details.join('\n'))}];`;
}

/** A quoted string of the DOT language. Only quotes, and backslashes at the end, need special treatment. */
function quote(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\r?\n/g, '\\n').replace(/\0/g, '')}"`;
}
