import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { registerGraphCommand } from './graphHost';
import { ModulesView } from './modulesView';
import { PipelineModel } from './pipelineModel';
import { startLanguageServer } from './server';
import { StatusBar } from './statusBar';
import { ItkWrapTaskProvider } from './tasks';

/** What the extension hands to other extensions and to tests. */
export interface ItkWrappingApi {
  model: PipelineModel;
  modulesView: ModulesView;
}

/** Called by VS Code once, on the first event of `activationEvents`. */
export async function activate(context: vscode.ExtensionContext): Promise<ItkWrappingApi> {
  const log = vscode.window.createOutputChannel('ITK Wrapping', { log: true });
  const model = new PipelineModel();
  const modulesView = new ModulesView(model);
  const tasks = new ItkWrapTaskProvider(context, model);
  context.subscriptions.push(
    log,
    model,
    modulesView,
    new StatusBar(model),
    vscode.tasks.registerTaskProvider('itkWrap', tasks),
  );
  const client = await startLanguageServer(context, log, model);
  registerCommands(context, { client, model, modulesView, tasks, log });
  registerGraphCommand(context, client, model);
  return { model, modulesView };
}
