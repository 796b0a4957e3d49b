import { Graph, layout } from '@dagrejs/dagre';
import type { Box, EdgeLine, GraphLayout, LayoutInput, PlacedHeading, Space } from './placed';

/** The size of the boxes and of the gaps between them. */
interface Density {
  width: number;
  height: number;
  gap: { x: number; line: number; layer: number };
  /** A layer begins on the line on which the one before it ends. */
  flows?: boolean;
}

/** From the most to the least detail: a card with the stages, a row with the hits, a row as short as a name. */
const densities: readonly [Density, ...Density[]] = [
  { width: 200, height: 58, gap: { x: 14, line: 12, layer: 34 } },
  { width: 174, height: 30, gap: { x: 8, line: 5, layer: 14 } },
  { width: 152, height: 22, gap: { x: 6, line: 3, layer: 3 }, flows: true },
];
const margin = 20;
/** The whole picture may be drawn this much smaller than what is comfortable to read. */
const squeeze = 1.12;

/**
 * With more nodes than this, the order within a layer is that of the model. dagre's ordering takes a minute for 1,000 nodes.
 */
const orderedUpTo = 400;

/**
 * Dependency layers from top to bottom. dagre decides each node's layer and its order within the layer. Layers that are too
 * wide are folded into several lines. The boxes have as much detail as the space allows for the whole picture. If it does
 * not fit in any form, they have all details, and the picture is as wide as the space.
 */
export function layersLayout(input: LayoutInput, space: Space): GraphLayout {
  const layers = input.nodes.length > orderedUpTo ? longestPathLayers(input) : dagreLayers(input);
  const { density, arranged, perLine } = wholeForm(layers, space) ?? {
    density: densities[0],
    arranged: layers,
    perLine: bestLineLength(layers, densities[0], space).perLine,
  };
  const { gap } = density;
  const lineWidth = perLine * (density.width + gap.x) - gap.x;
  const nodes: Record<string, Box> = {};
  const headings: PlacedHeading[] = [];
  let y = margin;
  arranged.forEach((layer, index) => {
    const top = y;
    for (const line of lines(layer, perLine, density.flows)) {
      const width = line.length * (density.width + gap.x) - gap.x;
      let x = margin + (density.flows ? 0 : (lineWidth - width) / 2);
      for (const id of line) {
        nodes[id] = { x, y, width: density.width, height: density.height };
        x += density.width + gap.x;
      }
      y += density.height + gap.line;
    }
    y += gap.layer - gap.line;
    headings.push({
      id: `layer:${index}`,
      label: '',
      x: margin / 2,
      y: top - gap.layer / 2,
      width: lineWidth + margin,
      height: y - top,
    });
  });
  return {
    width: lineWidth + 2 * margin,
    height: Math.max(y - gap.layer, 0) + margin,
    nodes,
    headings,
    edges: input.edges.flatMap(({ from, to }) => edgeLine(from, to, nodes)),
  };
}

interface Form {
  density: Density;
  arranged: readonly string[][];
  perLine: number;
}

/** The form with the most detail in which the whole picture fits in the space. Null if it fits in none. */
function wholeForm(layers: readonly string[][], { aspect, width, height }: Space): Form | null {
  if (height === undefined) return null;
  const space = { aspect, width: width * squeeze, height: height * squeeze };
  for (const density of densities) {
    const arranged = density.flows ? [layers.flat()] : layers;
    const best = bestLineLength(arranged, density, space);
    if (best.width <= space.width && best.height <= space.height)
      return { density, arranged, perLine: best.perLine };
  }
  return null;
}

/** From the bottom of a box to the top of one below it, or between the sides of two boxes on the same line. */
function edgeLine(from: string, to: string, nodes: Record<string, Box>): EdgeLine[] {
  const [a, b] = [nodes[from], nodes[to]];
  if (!a || !b) return [];
  if (a.y === b.y)
    return [
      { from, to, x1: a.x + a.width, y1: a.y + a.height / 2, x2: b.x, y2: b.y + b.height / 2, axis: 'x' },
    ];
  return [{ from, to, x1: a.x + a.width / 2, y1: a.y + a.height, x2: b.x + b.width / 2, y2: b.y, axis: 'y' }];
}

function dagreLayers(input: LayoutInput): string[][] {
  const graph = new Graph();
  // Edges go from a module up to its dependencies, so each module is right below its lowest dependency.
  graph.setGraph({ rankdir: 'BT', ranker: 'longest-path' });
  graph.setDefaultEdgeLabel(() => ({}));
  const [{ width, height }] = densities;
  for (const { id } of input.nodes) graph.setNode(id, { width, height });
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

/** Splits a layer into lines of nearly the same length, or into full lines if layers flow. */
function lines(layer: readonly string[], perLine: number, flows = false): string[][] {
  const count = Math.ceil(layer.length / perLine);
  const length = flows ? perLine : Math.ceil(layer.length / count);
  return Array.from({ length: count }, (_, index) => layer.slice(index * length, (index + 1) * length));
}

/**
 * The number of nodes on a line that makes the picture as large as possible in a space of this aspect, but not too wide, and
 * the size that it then has.
 */
function bestLineLength(
  layers: readonly string[][],
  { width, height, gap }: Density,
  { aspect, width: most }: Space,
): { perLine: number; width: number; height: number } {
  const widest = layers.reduce((length, layer) => Math.max(length, layer.length), 1);
  const fitting = Math.floor((most - 2 * margin + gap.x) / (width + gap.x));
  let best = { perLine: 1, width: 0, height: 0 };
  let largest = 0;
  for (let perLine = 1; perLine <= Math.min(widest, Math.max(fitting, 1)); perLine++) {
    const whole = 2 * margin + perLine * (width + gap.x) - gap.x;
    const tall = layers.reduce(
      (sum, layer) => sum + Math.ceil(layer.length / perLine) * (height + gap.line) + gap.layer - gap.line,
      2 * margin - gap.layer,
    );
    const scale = Math.min(aspect / whole, 1 / tall);
    if (scale > largest) [largest, best] = [scale, { perLine, width: whole, height: tall }];
  }
  return best;
}
