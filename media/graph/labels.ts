import type { GraphNode } from '../../server/src/graph/graph-view';
import { stateWords } from '../../server/src/shared/state-words';

/** What a screen reader says for a node: first its visible text, then the rest. */
export function nodeLabel(node: GraphNode): string {
  const states = [node.state, ...(node.second ? [node.second] : [])].map((state) => stateWords[state].label);
  const written = [node.label, node.note].filter(Boolean).join(' ');
  const type = node.kind === 'type' ? null : node.type;
  return [written, type, ...states, node.details[0]].filter(Boolean).join(', ');
}
