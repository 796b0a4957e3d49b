import type { GraphNode } from '../../server/src/pipeline/graph/types';
import { stateWords } from '../../server/src/pipeline/states';

/** What a screen reader says of a node. */
export function nodeLabel(node: GraphNode): string {
  const states = [node.state, ...(node.second ? [node.second] : [])].map((state) => stateWords[state].label);
  const name = node.type && node.kind !== 'type' ? `${node.type}, ${node.label}` : node.label;
  return [name, ...states, node.note, node.details[0] ?? ''].filter(Boolean).join(', ');
}
