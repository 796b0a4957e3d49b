import { flat } from '../shared/plain-text';
import type { PipelineState } from '../shared/states';
import type { GraphNode, NodeKind } from './graph-view';

/**
 * A node with everything that a caller leaves out at its neutral value. Names come from builds and files, so controls and marks
 * that turn the direction of text are taken out of what is shown.
 */
export function graphNode(
  id: string,
  kind: NodeKind,
  label: string,
  state: PipelineState,
  rest: Partial<Omit<GraphNode, 'id' | 'kind' | 'label' | 'state'>> = {},
): GraphNode {
  const { note = '', details = [], ...others } = rest;
  return {
    id,
    kind,
    label: flat(label),
    note: flat(note),
    state,
    second: null,
    details: details.map((detail) => flat(detail)),
    files: [],
    drill: null,
    actions: [],
    module: null,
    type: null,
    cell: null,
    group: null,
    shares: [],
    stages: [],
    ...others,
  };
}
