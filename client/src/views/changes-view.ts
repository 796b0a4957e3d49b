import * as vscode from 'vscode';
import { type ChangeRow, changeRows, changeSummary } from '../../../server/src/shared/diff/change-rows';
import type { Comparison } from '../changes/comparison';
import { withBusyView } from '../ui/notify';
import { setTreeHead } from '../ui/tree-item';
import { changeItem } from './change-item';

const VIEW = 'itkWrapping.changes';
const SHORT_ID = 10;

/** The *Changes* view of the sidebar: what the branch changes in the wrapping, and which problems are new. */
export class ChangesView implements vscode.TreeDataProvider<ChangeRow>, vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<void>();
  private readonly tree: vscode.TreeView<ChangeRow>;
  private readonly subscriptions: vscode.Disposable[];
  private rows: readonly ChangeRow[] = [];
  private shown: object | null = null;
  private busy: (() => void) | undefined;
  readonly onDidChangeTreeData = this.emitter.event;

  constructor(private readonly comparison: Comparison) {
    this.tree = vscode.window.createTreeView(VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.emitter,
      this.tree,
      comparison.onDidChange(() => this.draw()),
      this.tree.onDidChangeVisibility(({ visible }) => comparison.show(visible)),
    ];
    comparison.show(this.tree.visible);
  }

  getChildren(row?: ChangeRow): ChangeRow[] {
    return [...(row?.children ?? this.rows)];
  }

  getTreeItem(row: ChangeRow): vscode.TreeItem {
    return changeItem(row, this.comparison.report?.top ?? '');
  }

  dispose(): void {
    this.busy?.();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private draw(): void {
    const { report, isRunning, problem } = this.comparison;
    void vscode.commands.executeCommand('setContext', 'itkWrapping.comparing', isRunning);
    void vscode.commands.executeCommand(
      'setContext',
      'itkWrapping.compared',
      report !== null || problem !== '',
    );
    this.showBusy(isRunning);
    setTreeHead(this.tree, {
      description: report
        ? `${vscode.l10n.t('since {0}', report.revision)} · ${report.base.slice(0, SHORT_ID)}`
        : '',
      message: this.message(),
    });
    if (this.shown === report) return;
    this.shown = report;
    this.rows = report ? changeRows(report) : [];
    this.emitter.fire();
  }

  private message(): string {
    const { report, isRunning, problem, outdated, revision } = this.comparison;
    // Without rows, VS Code shows the text and the button of package.json, but only if there is no message.
    if (isRunning && !report) return '';
    if (isRunning)
      return revision === ''
        ? vscode.l10n.t('Comparing with the base of the branch…')
        : vscode.l10n.t('Comparing with {0}…', revision);
    if (problem !== '' || !report) return problem;
    return [
      changeSummary(report),
      outdated ? vscode.l10n.t('Files were saved since this comparison. Compare again.') : '',
    ]
      .filter(Boolean)
      .join(' ');
  }

  private showBusy(isRunning: boolean): void {
    if (isRunning === (this.busy !== undefined)) return;
    this.busy?.();
    this.busy = undefined;
    if (isRunning) void withBusyView(VIEW, () => new Promise<void>((resolve) => (this.busy = resolve)));
  }
}
