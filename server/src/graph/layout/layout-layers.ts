import { Graph, layout } from '@dagrejs/dagre';
import type { Box, EdgeLine, GraphLayout, LayoutInput, PlacedHeading, Space } from './placed';

const node = { width: 200, height: 58 };
const gap = { x: 14, line: 12, layer: 34 };
const margin = 20;
const labelWidth = 74;

/**
 * With more nodes than this, the order within a layer is that of the model. dagre's ordering takes a minute for 1,000 nodes.
 */
const orderedUpTo = 400;

/**
 * Dependency layers from top to bottom. dagre decides each node's layer and its order within the layer. Layers that are too
 * wide are folded into several lines, so that the whole stays readable.
 */
export function layersLayout(input: LayoutInput, space: Space): GraphLayout {
  const layers = input.nodes.length > orderedUpTo ? longestPathLayers(input) : dagreLayers(input);
  const perLine = bestLineLength(layers, space);
  const nodes: Record<string, Box> = {};
  const headings: PlacedHeading[] = [];
  const lineWidth = perLine * (node.width + gap.x) - gap.x;
  let y = margin;
  layers.forEach((layer, index) => {
    const top = y;
    for (const line of lines(layer, perLine)) {
      const width = line.length * (node.width + gap.x) - gap.x;
      let x = margin + labelWidth + (lineWidth - width) / 2;
      for (const id of line) {
        nodes[id] = { x, y, ...node };
        x += node.width + gap.x;
      }
      y += node.height + gap.line;
    }
    y += gap.layer - gap.line;
    headings.push({
      id: `layer:${index}`,
      label: (input.layerLabel ?? 'Layer {0}').replace('{0}', String(index + 1)),
      x: margin / 2,
      y: top - gap.layer / 2,
      width: lineWidth + labelWidth + margin,
      height: y - top,
    });
  });
  return {
    width: lineWidth + labelWidth + 2 * margin,
    height: Math.max(y - gap.layer, 0) + margin,
    nodes,
    headings,
    edges: input.edges.flatMap(({ from, to }) => verticalLine(from, to, nodes)),
  };
}

function verticalLine(from: string, to: string, nodes: Record<string, Box>): EdgeLine[] {
  const [a, b] = [nodes[from], nodes[to]];
  if (!a || !b) return [];
  return [{ from, to, x1: a.x + a.width / 2, y1: a.y + a.height, x2: b.x + b.width / 2, y2: b.y, axis: 'y' }];
}

function dagreLayers(input: LayoutInput): string[][] {
  const graph = new Graph();
  // Edges go from a module up to its dependencies, so each module is right below its lowest dependency.
  graph.setGraph({ rankdir: 'BT', ranker: 'longest-path' });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of input.nodes) graph.setNode(id, { ...node });
  for (const { from, to } of input.edges)
    if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(to, from);
  layout(graph);
  const layers = new Map<number, { id: string; x: number }[]>();
  for (const { id } of input.nodes) {
    const { x, y } = graph.node(id) as { x: number; y: number };
    const layer = layers.get(y) ?? [];
    layers.set(y, layer);
    layer.push({ id, x });
  }
  return [...layers]
    .sort(([a], [b]) => a - b)
    .map(([, layer]) => layer.sort((a, b) => a.x - b.x).map(({ id }) => id));
}

/** Each node is one layer below its lowest dependency. An edge that closes a cycle is ignored. */
function longestPathLayers(input: LayoutInput): string[][] {
  const needs = new Map<string, string[]>(input.nodes.map(({ id }) => [id, []]));
  for (const { from, to } of input.edges) if (needs.has(from)) needs.get(to)?.push(from);
  const depths = new Map<string, number>();
  const open = new Set<string>();
  for (const { id } of input.nodes) {
    const stack = [id];
    while (stack.length > 0) {
      const current = stack[stack.length - 1]!;
      open.add(current);
      const next = needs.get(current)!.find((other) => !depths.has(other) && !open.has(other));
      if (next !== undefined) {
        stack.push(next);
        continue;
      }
      const below = needs.get(current)!.map((other) => (depths.get(other) ?? -1) + 1);
      depths.set(
        current,
        below.reduce((a, b) => Math.max(a, b), 0),
      );
      open.delete(current);
      stack.pop();
    }
  }
  const layers: string[][] = [];
  for (const { id } of input.nodes) (layers[depths.get(id)!] ??= []).push(id);
  return layers;
}

function lines(layer: readonly string[], perLine: number): string[][] {
  const count = Math.ceil(layer.length / perLine);
  const length = Math.ceil(layer.length / count);
  return Array.from({ length: count }, (_, index) => layer.slice(index * length, (index + 1) * length));
}

/** The number of nodes on a line that makes the picture as large as possible in a space of this aspect, but not too wide. */
function bestLineLength(layers: readonly string[][], { aspect, width: most }: Space): number {
  const widest = layers.reduce((length, layer) => Math.max(length, layer.length), 1);
  const fitting = Math.floor((most - labelWidth - 2 * margin + gap.x) / (node.width + gap.x));
  let best = { perLine: 1, scale: 0 };
  for (let perLine = 1; perLine <= Math.min(widest, Math.max(fitting, 1)); perLine++) {
    const width = labelWidth + perLine * (node.width + gap.x);
    const height = layers.reduce(
      (sum, layer) =>
        sum + Math.ceil(layer.length / perLine) * (node.height + gap.line) + gap.layer - gap.line,
      0,
    );
    const scale = Math.min(aspect / width, 1 / height);
    if (scale > best.scale) best = { perLine, scale };
  }
  return best.perLine;
}
