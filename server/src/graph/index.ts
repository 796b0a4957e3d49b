/** The pipeline graph: facts in, plain pictures out. docs/graph.md tells how the parts fit. */
export { buildGraph } from './build-view';
export { applyDelta, diffGraph } from './view-diff';
export { graphToDot } from './render/dot';
export { layoutGraph } from './layout/layout';
export { renderSvg } from './render/svg';
export { viewKey } from './graph-view';
export type * from './graph-view';
export type * from './pipeline-facts';
