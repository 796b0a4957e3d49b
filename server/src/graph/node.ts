import { flat } from '../shared/plain-text';
import type { PipelineState } from '../shared/state-words';
import type { GraphNode, NodeKind } from './graph-view';

/**
 * A node with neutral values for everything that the caller omits. Names come from builds and files, so control characters
 * and marks that change the text direction are removed from what is shown.
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
    attention: false,
    ...others,
  };
}
