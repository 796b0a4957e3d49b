import { shapeMarkup } from '../../server/src/graph/render/svg';
import type { GraphNode } from '../../server/src/graph/graph-view';
import { stateWords, type PipelineState } from '../../server/src/shared/state-words';
import { element, svgIcon } from './dom';
import type { MenuItem } from './menu';
import { strings } from './strings';

/** Shows all that is known about a node, and its actions, as text beside the picture. */
export function showDetails(
  panel: HTMLElement,
  node: GraphNode | null,
  items: readonly MenuItem[],
  close: () => void,
): void {
  panel.hidden = node === null;
  if (!node) return;
  panel.replaceChildren(
    element(
      'header',
      {},
      element('h2', {}, node.label),
      element(
        'button',
        { type: 'button', class: 'icon', 'aria-label': strings.close(), onclick: close },
        '✕',
      ),
    ),
    ...(node.type && node.type !== node.label ? [element('p', { class: 'quiet' }, node.type)] : []),
    element(
      'p',
      { class: 'states' },
      ...[node.state, ...(node.second ? [node.second] : [])].map((state) => stateBadge(state)),
    ),
    element('ul', {}, ...node.details.map((text) => element('li', {}, text))),
    ...(node.stages.length > 0
      ? [
          element(
            'ul',
            { class: 'stages' },
            ...node.stages.map((stage) =>
              element('li', {}, stateBadge(stage.state, `${stage.label}: ${stage.done}/${stage.total}`)),
            ),
          ),
        ]
      : []),
    element(
      'div',
      { class: 'actions' },
      ...items.map((item) => element('button', { type: 'button', onclick: item.run }, item.label)),
    ),
  );
}

/** The shape and the word of a state. */
export function stateBadge(state: PipelineState, text: string = stateWords[state].label): HTMLElement {
  return element(
    'span',
    { class: 'badge', title: stateWords[state].meaning },
    svgIcon(shapeMarkup(state, 0, 0, 14), 14),
    text,
  );
}
