import type { GraphNode } from '../../server/src/graph/graph-view';
import type { PipelineState } from '../../server/src/shared/state-words';

/** A state, or the nodes that need attention, whatever their states are. */
export type Chip = PipelineState | 'attention';

/**
 * The ids of the nodes that have all words in their names and one of the chips, in the order of the nodes.
 * @param words in lower case
 * @param chips all nodes match if it is empty
 * @returns null if neither words nor chips are given
 */
export function matchesOf(
  nodes: readonly GraphNode[],
  words: readonly string[],
  chips: ReadonlySet<Chip>,
): ReadonlySet<string> | null {
  if (words.length === 0 && chips.size === 0) return null;
  return new Set(
    nodes
      .filter((node) => hasWords(node, words) && (chips.size === 0 || isChosen(node, chips)))
      .map(({ id }) => id),
  );
}

function hasWords({ label, id }: GraphNode, words: readonly string[]): boolean {
  const text = `${label} ${id}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Whether one of the chips stands for a node, for its state or for the second state that it shows. */
function isChosen({ state, second, attention }: GraphNode, chips: ReadonlySet<Chip>): boolean {
  return chips.has(state) || (second !== null && chips.has(second)) || (attention && chips.has('attention'));
}
