import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { commands, methods } from '../../../server/src/shared/protocol';
import { type GraphDelta, type GraphModel, type GraphView } from '../../../server/src/graph/graph-view';
import type { GraphHits } from '../../../server/src/graph/graph-view';
import { type GraphSource, registerGraph } from './graph-panel';
import type { PipelineModel } from '../pipeline-model';
import type { WorkInProgress } from '../tasks/work-in-progress';

/** What a row of the sidebar, a link or the palette asks the graph to show. */
type Target = { kind?: string; name?: string; module?: string; type?: string } | undefined;

/** Registers the command that shows the graph, and connects the panel to the language server. */
export function registerGraphCommand(
  context: vscode.ExtensionContext,
  client: LanguageClient,
  model: PipelineModel,
  work: WorkInProgress,
): void {
  const deltas = new vscode.EventEmitter<GraphDelta>();
  const resets = new vscode.EventEmitter<void>();
  context.subscriptions.push(
    deltas,
    resets,
    client.onNotification(methods.graphDelta, (delta: GraphDelta) => deltas.fire(delta)),
    model.onDidChange((change) => change === null && resets.fire()),
  );
  const source: GraphSource = {
    onDelta: deltas.event,
    onReset: resets.event,
    async getGraph(view, token) {
      const graph = await client.sendRequest<GraphModel | null>(methods.graph, view, token);
      if (!graph) throw new Error(model.view.message || vscode.l10n.t('No build is shown.'));
      return graph;
    },
    find: (text) => client.sendRequest<GraphHits | null>(methods.graphFind, text),
    release: (view) => void client.sendNotification(methods.graphRelease, view),
    async run(action, { module, type }) {
      if (action === 'castxml')
        await vscode.commands.executeCommand(type ? commands.runCastxml : 'itkWrapping.runCastxmlModule', {
          type,
          module,
        });
      else if (action === 'igenerator')
        await vscode.commands.executeCommand(commands.runIgenerator, { module });
      else if (type) await vscode.commands.executeCommand(commands.explain, { type });
    },
  };
  context.subscriptions.push(work.onDidChange(() => void client.sendNotification(methods.running, work.all)));
  const show = registerGraph(context, source);
  context.subscriptions.push(
    vscode.commands.registerCommand(commands.showGraph, (target: Target) => {
      const { view, focus } = viewOf(target, model);
      show(view, focus);
    }),
  );
}

/**
 * The view for a target. A type is shown in its module's view. Without a target, it is the module of the open file, or else
 * the overview.
 */
function viewOf(target: Target, model: PipelineModel): { view: GraphView; focus?: string } {
  const typeName = target?.kind === 'type' ? target.name : target?.type;
  const moduleName = target?.kind === 'module' ? target.name : target?.module;
  const active = vscode.window.activeTextEditor?.document.uri;
  const type = typeName ? model.type(typeName) : !target && active ? model.typeOfUri(active) : undefined;
  const module = moduleName ?? type?.module;
  return module === undefined ? { view: { kind: 'overview' } } : { view: { kind: 'module', module } };
}
