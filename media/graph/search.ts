import type { GraphNode } from '../../server/src/graph/graph-view';
import type { PipelineState } from '../../server/src/shared/state-words';

/**
 * The ids of the nodes that have all words in their names and one of the states, in the order of the nodes.
 * @param words in lower case
 * @param states all states match if it is empty
 * @returns null if neither words nor states are given
 */
export function matchesOf(
  nodes: readonly GraphNode[],
  words: readonly string[],
  states: ReadonlySet<PipelineState>,
): ReadonlySet<string> | null {
  if (words.length === 0 && states.size === 0) return null;
  return new Set(
    nodes
      .filter((node) => hasWords(node, words) && (states.size === 0 || hasState(node, states)))
      .map(({ id }) => id),
  );
}

function hasWords({ label, id }: GraphNode, words: readonly string[]): boolean {
  const text = `${label} ${id}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Whether a node, or the second state that it shows, is in one of the states. */
function hasState({ state, second }: GraphNode, states: ReadonlySet<PipelineState>): boolean {
  return states.has(state) || (second !== null && states.has(second));
}
