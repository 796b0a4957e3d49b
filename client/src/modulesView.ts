import * as vscode from 'vscode';
import type { ModuleView, ProblemView, TypeView } from '../../server/src/protocol';
import { moduleIcon, typeIcon } from './icons';
import type { ModelChange, PipelineModel } from './pipelineModel';

/** A row of the sidebar. Rows name what they show and look it up when drawn, so they stay the same through updates. */
export type Row =
  | { kind: 'problem'; problem: ProblemView }
  | { kind: 'module'; name: string }
  | { kind: 'type'; name: string };

/** The sidebar's *Modules*: module → type, each with its state. */
export class ModulesView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<Row | Row[] | undefined>();
  private readonly tree: vscode.TreeView<Row>;
  private readonly rows = new Map<string, Row>();
  private readonly subscriptions: vscode.Disposable[] = [];
  readonly onDidChangeTreeData = this.emitter.event;

  constructor(private readonly model: PipelineModel) {
    this.tree = vscode.window.createTreeView<Row>('itkWrapping.modules', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.subscriptions.push(
      this.tree,
      this.emitter,
      model.onDidChange((change) => this.update(change)),
    );
  }

  getChildren(row?: Row): Row[] {
    if (this.model.view.situation !== 'ready') return [];
    if (!row)
      return [
        ...this.model.view.problems.map((problem): Row => ({ kind: 'problem', problem })),
        ...this.model.allModules().map(({ name }) => this.row('module', name)),
      ];
    if (row.kind !== 'module') return [];
    return this.model.module(row.name)?.types.map((name) => this.row('type', name)) ?? [];
  }

  getParent(row: Row): Row | undefined {
    if (row.kind !== 'type') return undefined;
    const type = this.model.type(row.name);
    return type && this.row('module', type.module);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    if (row.kind === 'problem') return problemItem(row.problem);
    if (row.kind === 'module') {
      const module = this.model.module(row.name);
      return module ? this.moduleItem(module) : new vscode.TreeItem(row.name);
    }
    const type = this.model.type(row.name);
    return type ? typeItem(type) : new vscode.TreeItem(row.name);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private update(change: ModelChange): void {
    const { situation, build } = this.model.view;
    const problems = this.model
      .allModules()
      .filter(({ state }) => state === 'pkl-missing' || state === 'stamp-missing');
    this.tree.badge =
      problems.length > 0
        ? { value: problems.length, tooltip: `${problems.length} modules lack a stamp or pkl files` }
        : undefined;
    this.tree.description = situation === 'ready' && build ? vscode.workspace.asRelativePath(build.dir) : '';
    if (!change) {
      this.rows.clear();
      this.emitter.fire(undefined);
      return;
    }
    // A type's state counts in its module's description, so the module is drawn again, without its closed children.
    const modules = new Set([
      ...change.modules,
      ...change.types.flatMap((name) => this.model.type(name)?.module ?? []),
    ]);
    this.emitter.fire([...modules].map((name) => this.row('module', name)));
  }

  private row(kind: 'module' | 'type', name: string): Row {
    const key = `${kind} ${name}`;
    const known = this.rows.get(key);
    if (known) return known;
    const row: Row = { kind, name };
    this.rows.set(key, row);
    return row;
  }

  private moduleItem(module: ModuleView): vscode.TreeItem {
    const types = module.types.flatMap((name) => this.model.type(name) ?? []);
    const hits = types.filter(({ state }) => state === 'hit' || state === 'hit-l2').length;
    const item = new vscode.TreeItem(module.name, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = `module ${module.name}`;
    item.iconPath = moduleIcon(module.state);
    item.description = `${hits}/${types.length} hit · ${module.stateLabel}`;
    item.contextValue = `module.${module.state}`;
    item.tooltip = new vscode.MarkdownString(
      [
        `**${module.name}**: ${module.stateLabel}`,
        module.consequence ?? '',
        ...module.missing.slice(0, 10).map((file) => `- \`${file}\``),
      ].join('\n\n'),
    );
    item.accessibilityInformation = { label: `Module ${module.name}, ${item.description}` };
    return item;
  }
}

function typeItem(type: TypeView): vscode.TreeItem {
  const item = new vscode.TreeItem(type.name, vscode.TreeItemCollapsibleState.None);
  item.id = `type ${type.name}`;
  item.iconPath = typeIcon(type.state);
  const xml = type.xmlState === 'fresh' ? '' : ` · XML ${type.xmlState}`;
  item.description = [type.stateLabel, type.reason].filter(Boolean).join(' · ') + xml;
  item.contextValue = `type.${type.state}`;
  item.tooltip = new vscode.MarkdownString(
    [
      `**${type.name}**: ${item.description}`,
      `${type.instantiations} instantiations`,
      `L1 \`${type.l1 ?? 'not computed yet'}\``,
      `L2 \`${type.l2 ?? 'known after the first run'}\``,
    ].join('\n\n'),
  );
  const target = type.wrap ?? type.cxx;
  item.command = { command: 'vscode.open', title: 'Open', arguments: [vscode.Uri.parse(target)] };
  item.accessibilityInformation = { label: `Type ${type.name}, ${item.description}` };
  return item;
}

function problemItem(problem: ProblemView): vscode.TreeItem {
  const item = new vscode.TreeItem(problem.message, vscode.TreeItemCollapsibleState.None);
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.description = problem.next;
  item.tooltip = `${problem.message}\n\n${problem.next}`;
  item.contextValue = 'problem';
  item.command = { command: 'itkWrapping.showProblem', title: 'What to do', arguments: [problem] };
  return item;
}
