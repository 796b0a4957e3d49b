import type { PipelineState } from '../shared/states';
import type { GraphNode, NodeKind } from './graph-view';

/** A node with everything that a caller leaves out at its neutral value. */
export function graphNode(
  id: string,
  kind: NodeKind,
  label: string,
  state: PipelineState,
  rest: Partial<Omit<GraphNode, 'id' | 'kind' | 'label' | 'state'>> = {},
): GraphNode {
  return {
    id,
    kind,
    label,
    note: '',
    state,
    second: null,
    details: [],
    files: [],
    drill: null,
    actions: [],
    module: null,
    type: null,
    cell: null,
    group: null,
    shares: [],
    stages: [],
    ...rest,
  };
}
