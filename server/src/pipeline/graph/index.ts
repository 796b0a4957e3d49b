/** The pipeline graph: facts in, plain pictures out. docs/graph.md tells how the parts fit. */
export { buildGraph } from './build';
export { applyDelta, diffGraph } from './diff';
export { graphToDot } from './dot';
export { layoutGraph } from './layout';
export { renderSvg } from './svg';
export { viewKey } from './types';
export type * from './types';
export type * from './facts';
