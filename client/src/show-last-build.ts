import type * as vscode from 'vscode';
import { LastBuildFile } from './last-build-file';
import type { PipelineModel } from './pipeline-model';

/** The delay before the state for the next start is saved, so that startup itself is not slowed down. */
const KEEP_AFTER_MS = 2000;

/** Shows what the sidebar had last time, and saves it for the next time. */
export function showLastBuild(extension: vscode.ExtensionContext, model: PipelineModel): void {
  const file = new LastBuildFile(extension.storageUri?.fsPath);
  let timer: NodeJS.Timeout | undefined;
  extension.subscriptions.push(
    { dispose: () => clearTimeout(timer) },
    model.onDidChange((change) => {
      if (change !== null || model.situation !== 'ready') return;
      clearTimeout(timer);
      timer = setTimeout(() => void file.write(model), KEEP_AFTER_MS);
    }),
  );
  const last = file.read();
  if (last) model.recall(last);
}
