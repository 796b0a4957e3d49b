import * as vscode from 'vscode';
import type { PipelineModel } from './pipeline-model';
import type { Runs } from './tasks/runs';

/**
 * Sets the context keys that the `when` clauses of package.json use, which decide what commands and buttons are available.
 */
export function followContextKeys(model: PipelineModel, runs: Runs): vscode.Disposable {
  const told = new Map<string, unknown>();
  const tell = (key: string, value: unknown): void => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', `itkWrapping.${key}`, value);
  };
  return vscode.Disposable.from(
    model.onDidChange((change) => {
      if (change !== null) return;
      tell('situation', model.situation);
      tell('cacheSetup', model.view.build?.cacheSetup ?? 'none');
    }),
    runs.onDidChange(() => tell('running', runs.busy)),
  );
}
