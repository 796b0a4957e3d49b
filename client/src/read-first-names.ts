import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { LastBuildFile } from './last-build-file';
import type { PipelineModel } from './pipeline-model';
import type { FirstNames } from '../../server/src/shared/protocol';
import type { Log } from './ui/log';

/** Reading names takes a tenth of a second. After this long, the server's own answer is near. */
const WITHIN_MS = 10_000;

/**
 * Starts to read the names of modules and types, in a thread, in a workspace that showed no build before. The server takes
 * longer to start than this takes. `show` passes them to the model when they are there, unless the server was faster. With
 * several workspace folders nothing is read, because the server decides which one counts.
 */
export function readFirstNames(extension: vscode.ExtensionContext): {
  show(model: PipelineModel, log: Log): void;
} {
  const [folder, another] = vscode.workspace.workspaceFolders ?? [];
  const wasShown = new LastBuildFile(extension.storageUri?.fsPath).exists();
  if (!folder || another || wasShown || folder.uri.scheme !== 'file') return { show: () => undefined };
  const { buildDirectory } = vscode.workspace.getConfiguration('itkWrapping', folder.uri);
  const worker = new Worker(extension.asAbsolutePath('dist/first-names-worker.js'), {
    workerData: { folder: folder.uri.fsPath, settings: { buildDirectory: buildDirectory as unknown } },
  });
  const end = (): void => void worker.terminate();
  const timer = setTimeout(end, WITHIN_MS);
  extension.subscriptions.push({ dispose: end });
  worker.once('exit', () => clearTimeout(timer));
  return {
    show(model, log) {
      worker.once('error', (error) => log.info(error.message));
      worker.once('message', (names: FirstNames | null) => names && model.showFirstNames(names));
    },
  };
}
