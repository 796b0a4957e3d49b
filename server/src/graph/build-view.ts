import * as l10n from '@vscode/l10n';
import { flat } from '../shared/plain-text';
import type { PipelineFacts } from './pipeline-facts';
import { headerGraph, typeGraph } from './header-view';
import { moduleGraph } from './module-view';
import { overviewGraph } from './overview';
import { indexFacts, type IndexedFacts } from './stages';
import type { GraphModel, GraphView } from './graph-view';
import { sentences } from '../shared/l10n/sentences';

/** The graph of one view. If its subject no longer exists, the graph is empty and says so. */
export function buildGraph(view: GraphView, facts: PipelineFacts): GraphModel {
  const model = viewOf(view, indexFacts(facts)) ?? gone(view);
  return {
    ...model,
    title: flat(model.title),
    summary: flat(model.summary),
    empty: model.empty && flat(model.empty),
    headings: model.headings.map(({ id, label }) => ({ id, label: flat(label) })),
  };
}

function viewOf(view: GraphView, facts: IndexedFacts): GraphModel | null {
  switch (view.kind) {
    case 'overview':
      return overviewGraph(facts);
    case 'module':
      return moduleGraph(view.module, facts);
    case 'type':
      return typeGraph(view.type, facts);
    case 'header':
      return headerGraph(view.file, facts);
  }
}

function gone(view: GraphView): GraphModel {
  const name = view.kind === 'module' ? view.module : view.kind === 'type' ? view.type : '';
  return {
    view,
    title: name,
    summary: '',
    arrangement: 'boxes',
    headings: [],
    nodes: [],
    edges: [],
    empty: sentences(
      view.kind === 'module'
        ? l10n.t('This build has no module named {0}.', name)
        : l10n.t('This build has no type named {0}.', name),
      l10n.t('It may have been renamed, or its options changed.'),
    ),
  };
}
