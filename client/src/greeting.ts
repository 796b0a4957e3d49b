import * as vscode from 'vscode';
import { plural } from '../../server/src/shared/l10n/localized-plural';
import type { PipelineModel } from './pipeline-model';
import { showInfo } from './ui/notify';

const KEY = 'greeted';

/** Says once on this machine that a build was found, and what can be done with it. */
export function greet({ globalState, subscriptions }: vscode.ExtensionContext, model: PipelineModel): void {
  if (globalState.get(KEY)) return;
  const greetWhenReady = (): void => {
    const { build } = model.view;
    if (model.situation !== 'ready' || !build) return;
    subscription.dispose();
    void globalState.update(KEY, true);
    void say(build.dir, model.allTypes().length);
  };
  const subscription = model.onDidChange(greetWhenReady);
  subscriptions.push(subscription);
  greetWhenReady();
}

async function say(dir: string, types: number): Promise<void> {
  const show = vscode.l10n.t('Show Modules');
  const start = vscode.l10n.t('Get Started');
  const choice = await showInfo(
    plural(
      types,
      vscode.l10n.t(
        'Found the ITK build {0} with 1 wrapped type.',
        vscode.workspace.asRelativePath(dir, true),
      ),
      vscode.l10n.t(
        'Found the ITK build {0} with {1} wrapped types.',
        vscode.workspace.asRelativePath(dir, true),
        types,
      ),
    ),
    show,
    start,
  );
  if (choice === show) await vscode.commands.executeCommand('itkWrapping.modules.focus');
  if (choice === start) await vscode.commands.executeCommand('itkWrapping.openWalkthrough');
}
