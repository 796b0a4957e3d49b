import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { PipelineModel } from './pipelineModel';
import type { ItkWrapTaskProvider } from './tasks';

/** Placeholder wiring: replaced with the panel. */
export function registerGraphCommand(
  context: vscode.ExtensionContext,
  _client: LanguageClient,
  _model: PipelineModel,
  _tasks: ItkWrapTaskProvider,
): void {
  context.subscriptions.push(vscode.commands.registerCommand('itkWrapping.showGraph', () => undefined));
}
