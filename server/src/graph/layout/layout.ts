import { layersLayout } from './layout-layers';
import { boxesLayout, tableLayout } from './layout-grid';
import type { GraphModel } from '../graph-view';
import type { EdgeLine, GraphLayout, LayoutInput, Space } from './placed';

const anySpace: Space = { aspect: 1.6, width: Infinity };

/** Computes the positions of all parts of a graph. */
export function layoutGraph(input: LayoutInput, space: Space = anySpace): GraphLayout {
  switch (input.arrangement) {
    case 'layers':
      return layersLayout(input, space);
    case 'table':
      return tableLayout(input, space);
    case 'boxes':
      return boxesLayout(input, space);
  }
}

/** The part of a model that `layoutGraph` reads, small enough to send to a worker. */
export function layoutInput(model: GraphModel): LayoutInput {
  const { arrangement, headings, edges } = model;
  return {
    arrangement,
    headings,
    edges,
    nodes: model.nodes.map(({ id, cell, group }) => ({ id, cell, group })),
  };
}

/** An edge as SVG path data. */
export function edgePath({ x1, y1, x2, y2, axis }: EdgeLine): string {
  if (axis === 'x') {
    if (y1 === y2) return `M${x1} ${y1}H${x2}`;
    const middle = (x1 + x2) / 2;
    return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  }
  const middle = (y1 + y2) / 2;
  return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
}
