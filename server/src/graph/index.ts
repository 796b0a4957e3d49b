/** The pipeline graph: facts in, plain pictures out. docs/graph.md explains how the parts fit together. */
export { buildGraph } from './build-view';
export { applyDelta, diffGraph } from './view-diff';
export { graphToDot } from './render/dot';
export { layoutGraph } from './layout/layout';
export { renderSvg } from './render/svg';
export { viewKey } from './graph-view';
export type * from './graph-view';
export type * from './pipeline-facts';
export { findInBuild } from './find';
