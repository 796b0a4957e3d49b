import type { GraphModel } from '../../server/src/graph/graph-view';
import type { PipelineState } from '../../server/src/shared/state-words';
import { stateWords } from '../../server/src/shared/state-words';
import { stateBadge } from './details';
import { element } from './dom';
import { strings } from './strings';

/** Shows what every mark of the current picture means. */
export function showLegend(panel: HTMLElement, model: GraphModel, close: () => void): void {
  panel.replaceChildren(
    element(
      'header',
      {},
      element('h2', {}, strings.legend()),
      element(
        'button',
        { type: 'button', class: 'icon', 'aria-label': strings.closeLegend(), onclick: close },
        '✕',
      ),
    ),
    element(
      'ul',
      { class: 'states-list' },
      ...statesIn(model).map((state) =>
        element('li', {}, stateBadge(state), element('span', { class: 'quiet' }, stateWords[state].meaning)),
      ),
    ),
    element('ul', {}, ...sentencesFor(model).map((text) => element('li', {}, text))),
  );
}

/** The states that the picture shows, in the order of the vocabulary. */
function statesIn({ nodes }: GraphModel): PipelineState[] {
  const shown = new Set(
    nodes.flatMap(({ state, second, shares, stages }) => [
      state,
      ...(second ? [second] : []),
      ...shares.map((share) => share.state),
      ...stages.map((stage) => stage.state),
    ]),
  );
  return (Object.keys(stateWords) as PipelineState[]).filter((state) => shown.has(state));
}

function sentencesFor({ arrangement, nodes }: GraphModel): string[] {
  if (arrangement === 'table') return [strings.legendOf.times()];
  if (arrangement === 'boxes') return [strings.legendOf.counts()];
  const stages = nodes.find((node) => node.stages.length > 0)?.stages.map(({ label }) => label) ?? [];
  return [
    strings.legendOf.layers(),
    strings.legendOf.bar(),
    ...(stages.length > 0 ? [strings.legendOf.squares(stages.join(', '))] : []),
  ];
}
