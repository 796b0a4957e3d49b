import * as vscode from 'vscode';
import type { PipelineModel } from './pipeline-model';
import type { Runs } from './tasks/runs';

/** The time that VS Code needs to read a walkthrough after its tab was opened. */
const WALKTHROUGH_MS = 1000;

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
  // The first step of the walkthrough is done when a build is shown. VS Code reads the walkthrough when a tab shows it, and
  // never ticks off a step whose key was set before that.
  let isOpened = false;
  let timer: NodeJS.Timeout | undefined;
  const tellBuild = (): void => tell('walkthroughBuild', isOpened && model.situation === 'ready');
  return vscode.Disposable.from(
    model.onDidChange((change) => {
      if (change !== null) return;
      tell('situation', model.situation);
      tell('cacheSetup', model.view.build?.cacheSetup ?? 'none');
      tellBuild();
    }),
    vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
      // The tab of a walkthrough is of no kind that extensions know.
      if (isOpened || timer || !opened.some(({ input }) => input === undefined)) return;
      timer = setTimeout(() => {
        isOpened = true;
        tellBuild();
      }, WALKTHROUGH_MS);
    }),
    runs.onDidChange(() => tell('running', runs.busy)),
    { dispose: () => clearTimeout(timer) },
  );
}
