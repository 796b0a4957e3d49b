import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { commands, methods, type PipelineDelta, type PipelineView } from '../../server/src/shared/protocol';
import type { PipelineModel } from './pipeline-model';
import type { Log } from './ui/log';

/**
 * Creates the client of the language server, which keeps the model up to date. It is not started yet, and stops with the
 * extension.
 */
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
      // Pushed diagnostics of files that are not open appear at once. The client would pull them only every two seconds.
      initializationOptions: { diagnosticMode: 'push', translations: vscode.l10n.bundle },
      outputChannel: log.channel,
      // After a file has crashed the server, the next server skips that file, so each restart gets further than the one
      // before.
      connectionOptions: { maxRestartCount: 20 },
      // Hovers may link to the commands of this extension only.
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

/** Fetches the whole state from the server, after it was started or restarted. */
export async function reloadModel(client: LanguageClient, model: PipelineModel): Promise<void> {
  model.reset(await client.sendRequest<PipelineView>(methods.pipeline));
}
