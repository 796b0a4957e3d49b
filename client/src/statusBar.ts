import * as vscode from 'vscode';
import type { PipelineModel } from './pipelineModel';

/** How long to wait before counting again: a first scan changes hundreds of states. */
const SETTLE_MS = 100;

/** The status bar item: hits of all types, and modules that lack something. A click shows the sidebar. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'itkWrapping.status',
    vscode.StatusBarAlignment.Left,
    5,
  );
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly model: PipelineModel) {
    this.item.name = 'ITK Wrapping';
    this.item.command = 'itkWrapping.modules.focus';
    this.subscription = model.onDidChange(() => {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.draw();
      }, SETTLE_MS);
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.item.dispose();
  }

  private draw(): void {
    const { situation, message, problems } = this.model.view;
    if (situation !== 'ready') {
      this.item.text = '$(package) ITK: no build';
      this.item.tooltip = message;
      this.item.backgroundColor = undefined;
      if (situation === 'no-folder') this.item.hide();
      else this.item.show();
      return;
    }
    const types = this.model.allTypes();
    const hits = types.filter(({ state }) => state === 'hit' || state === 'hit-l2').length;
    const lacking = this.model
      .allModules()
      .filter(({ state }) => state === 'pkl-missing' || state === 'stamp-missing');
    const trouble = lacking.length + problems.length;
    this.item.text = `$(package) ITK ${hits}/${types.length} hit${trouble > 0 ? ` $(warning) ${trouble}` : ''}`;
    this.item.tooltip = [
      `${hits} of ${types.length} CastXML runs are in the cache.`,
      ...problems.map((problem) => problem.message),
      ...lacking.map((module) => `${module.name}: ${module.stateLabel}`),
    ].join('\n');
    this.item.backgroundColor =
      trouble > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.show();
  }
}
