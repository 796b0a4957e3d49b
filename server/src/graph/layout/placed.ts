import type { GraphModel } from '../graph-view';

/** A rectangle in the picture's own units: one unit is one pixel at zoom 1. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A line from the edge of one box to the edge of another. `axis` is the direction in which it leaves and arrives. */
export interface EdgeLine {
  from: string;
  to: string;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  axis: 'x' | 'y';
}

/** A heading with its position. */
export interface PlacedHeading extends Box {
  id: string;
  label: string;
}

/** The positions of all parts of a graph. Plain data, so that a worker can return it. */
export interface GraphLayout {
  width: number;
  height: number;
  nodes: Record<string, Box>;
  headings: PlacedHeading[];
  edges: EdgeLine[];
}

/** The input of a layout. Two models with the same input have the same layout. */
export type LayoutInput = Pick<GraphModel, 'arrangement' | 'headings' | 'edges'> & {
  nodes: readonly Pick<GraphModel['nodes'][number], 'id' | 'cell' | 'group'>[];
};

/**
 * The size of the visible area. Layers and boxes that are too wide for it are wrapped, so that nobody has to scroll to the
 * right.
 */
export interface Space {
  /** Width divided by height. */
  aspect: number;
  /** The visible area at a readable size, in the graph's units. Without a height, it may be as high as necessary. */
  width: number;
  height?: number;
}
