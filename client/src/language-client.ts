import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { commands, methods, type PipelineDelta, type PipelineView } from '../../server/src/shared/protocol';
import type { PipelineModel } from './pipeline-model';
import type { Log } from './ui/log';

/** The client of the language server, not started yet, which keeps the model in step. It is stopped with the extension. */
export function languageClient(
  context: vscode.ExtensionContext,
  log: Log,
  model: PipelineModel,
): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  const client = new LanguageClient(
    'itkWrapping',
    'ITK Wrapping',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6010'] } },
    },
    {
      documentSelector: [
        { scheme: 'file', language: 'itk-wrap' },
        { scheme: 'file', pattern: '**/Wrapping/**/*.cxx' },
        { scheme: 'file', language: 'castxml-inc' },
        { scheme: 'file', pattern: '**/wrapping/**/CMakeLists.txt' },
        { scheme: 'file', pattern: '**/{Wrapping,wrapping}/**/*.cmake' },
        { scheme: 'file', pattern: '**/itk-pkl/*.index.txt' },
      ],
      // Diagnostics of files that are not open should come at once: the client asks for those every two seconds only.
      initializationOptions: { diagnosticMode: 'push', translations: vscode.l10n.bundle },
      outputChannel: log.channel,
      // A file that ends the server is left out by the next one: each start gets further than the one before.
      connectionOptions: { maxRestartCount: 20 },
      // Hovers link to the commands of this extension, and to no other's.
      markdown: {
        isTrusted: { enabledCommands: Object.values(commands) },
        supportHtml: false,
        supportThemeIcons: true,
      },
    },
  );
  client.onNotification(methods.pipelineReset, (view: PipelineView) => model.reset(view));
  client.onNotification(methods.pipelineChanged, (delta: PipelineDelta) => model.apply(delta));
  context.subscriptions.push(client);
  return client;
}

/** Asks the server for everything, after it was started or started anew. */
export async function reloadModel(client: LanguageClient, model: PipelineModel): Promise<void> {
  model.reset(await client.sendRequest<PipelineView>(methods.pipeline));
}
