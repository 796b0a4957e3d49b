import { layersLayout } from './layout-layers';
import { boxesLayout, tableLayout } from './layout-grid';
import type { GraphModel } from '../graph-view';

/** A rectangle in the picture's own units: one unit is one pixel at zoom 1. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A line from the edge of one box to the edge of another; `axis` is the direction in which it leaves and arrives. */
export interface EdgeLine {
  from: string;
  to: string;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  axis: 'x' | 'y';
}

export interface PlacedHeading extends Box {
  id: string;
  label: string;
}

/** Plain data, so that a worker can hand it over. */
export interface GraphLayout {
  width: number;
  height: number;
  nodes: Record<string, Box>;
  headings: PlacedHeading[];
  edges: EdgeLine[];
}

/** What a layout reads of a model: two models that agree in it have the same layout. */
export type LayoutInput = Pick<GraphModel, 'arrangement' | 'headings' | 'edges'> & {
  nodes: readonly Pick<GraphModel['nodes'][number], 'id' | 'cell' | 'group'>[];
};

/** What wide layers and boxes are folded to, so that nothing has to be looked for at the right. */
export interface Space {
  /** Width over height. */
  aspect: number;
  /** What is in sight at a size that can be read, in the picture's units. */
  width: number;
}

const anySpace: Space = { aspect: 1.6, width: Infinity };

/** Places everything. */
export function layoutGraph(input: LayoutInput, space: Space = anySpace): GraphLayout {
  switch (input.arrangement) {
    case 'layers':
      return layersLayout(input, space);
    case 'table':
      return tableLayout(input);
    case 'boxes':
      return boxesLayout(input, space);
  }
}

/** The part of a model that `layoutGraph` reads, small enough to hand to a worker. */
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
