import type { GraphModel, GraphView } from '../../server/src/graph/graph-view';
import { strings } from './strings';

/** One step of the path to a picture. */
export interface Crumb {
  label: string;
  view: GraphView;
}

/** The path from the overview to a picture. The last step is the picture itself. */
export function trailOf(model: GraphModel): Crumb[] {
  const here = { label: model.title, view: model.view };
  const overview: Crumb = { label: strings.overview(), view: { kind: 'overview' } };
  switch (model.view.kind) {
    case 'overview':
      return [overview];
    case 'module':
    case 'header':
      return [overview, here];
    case 'type': {
      const { type } = model.view;
      const module = model.nodes.find((node) => node.type === type)?.module;
      return [
        overview,
        ...(module ? [{ label: module, view: { kind: 'module', module } } satisfies Crumb] : []),
        here,
      ];
    }
  }
}
