import * as vscode from 'vscode';
import type { PipelineModel } from './pipelineModel';
import { progressText, type Runs } from './runs';

/** How long to wait before counting again: a first scan changes hundreds of states. */
const SETTLE_MS = 100;

/** The status bar item: hits of all types, modules that lack something, and what runs. A click shows a menu. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'itkWrapping.status',
    vscode.StatusBarAlignment.Left,
    5,
  );
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly model: PipelineModel,
    private readonly runs: Runs,
  ) {
    this.item.name = 'ITK Wrapping';
    this.item.command = 'itkWrapping.menu';
    this.subscription = vscode.Disposable.from(
      model.onDidChange(() => this.later()),
      runs.onDidChange(() => this.later()),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.item.dispose();
  }

  private later(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.draw();
    }, SETTLE_MS);
  }

  private draw(): void {
    const { message } = this.model.view;
    const { situation } = this.model;
    const [run] = this.runs.all;
    if (situation === 'no-folder' && !run) return this.item.hide();
    this.item.backgroundColor = undefined;
    if (situation !== 'ready') {
      this.item.text =
        situation === 'searching'
          ? `$(sync~spin) ${vscode.l10n.t('ITK: looking for a build')}`
          : situation === 'build-moved'
            ? `$(warning) ${vscode.l10n.t('ITK: the build was moved')}`
            : situation === 'build-damaged'
              ? `$(warning) ${vscode.l10n.t('ITK: CMakeCache.txt is damaged')}`
              : `$(package) ${vscode.l10n.t('ITK: no build')}`;
      this.item.tooltip = message;
      if (situation === 'build-moved' || situation === 'build-damaged')
        this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    } else this.drawHealth();
    if (run) {
      const how = progressText(run);
      this.item.text = `$(sync~spin) ${run.title}${how ? ` · ${how}` : ''}`;
    }
    this.item.accessibilityInformation = {
      label: `ITK Wrapping: ${this.item.text.replace(/\$\([^)]*\)/g, '').trim()}`,
    };
    this.item.show();
  }

  private drawHealth(): void {
    const { problems } = this.model.view;
    const types = this.model.allTypes();
    const hits = types.filter(({ state }) => state === 'hit' || state === 'hit-l2').length;
    const stale = types.filter(({ xmlState }) => xmlState === 'stale').length;
    const lacking = this.model
      .allModules()
      .filter(({ state }) => state === 'pkl-missing' || state === 'stamp-missing');
    const trouble = lacking.length + problems.length;
    const warning = trouble > 0 ? ` $(warning) ${trouble}` : '';
    this.item.text = `$(package) ${vscode.l10n.t('ITK {0}/{1} hit', hits, types.length)}${warning}`;
    this.item.tooltip = [
      vscode.l10n.t('{0} of {1} CastXML runs are in the cache.', hits, types.length),
      ...(stale > 0 ? [vscode.l10n.t('{0} XML are stale.', stale)] : []),
      ...problems.map((problem) => problem.message),
      ...lacking.map((module) => `${module.name}: ${module.stateLabel}`),
      vscode.l10n.t('Click for what can be done.'),
    ].join('\n');
    if (trouble > 0) this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
  }
}
