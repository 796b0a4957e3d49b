import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  methods,
  type NewTypeView,
  type ProblemView,
  type TypeDetails,
  type TypeRequest,
  type TypeView,
} from '../../../server/src/shared/protocol';
import { type CacheState } from '../../../server/src/shared/state-words';
import { needsRepair } from '../../../server/src/shared/states/counts';
import { outputsOf } from '../../../server/src/shared/states/type-outputs';
import { filterText, type ModulesFilter, noFilter, passes, textPasses } from './modules-filter';
import { instantiationItem } from './instantiation-row';
import { moduleItem } from './module-row';
import { problemItem } from './problem-row';
import { groupItem, newTypeItem, typeItem } from './type-row';
import type { WorkInProgress } from '../tasks/work-in-progress';
import type { ModelChange, PipelineModel } from '../pipeline-model';
import { shortFolder } from '../short-path';
import { plural } from '../../../server/src/shared/l10n/localized-plural';
import { setTreeHead, treeItem } from '../ui/tree-item';

/** A row of the sidebar. Rows hold only names and look up the rest when they are drawn, so they survive updates. */
export type Row =
  | { kind: 'problem'; problem: ProblemView }
  | { kind: 'group'; state: CacheState }
  | { kind: 'module'; name: string }
  | { kind: 'type'; name: string }
  | { kind: 'new'; name: string }
  | { kind: 'instantiation'; type: string; name: string; cppType: string; line: number };

/** The first scan changes hundreds of states. They are drawn together after this delay. */
const SETTLE_MS = 200;
const GROUPS: readonly CacheState[] = ['miss', 'unverified', 'unknown', 'hit-l2', 'hit'];

/** The *Modules* view of the sidebar: module → type → instantiation, each with its state. */
export class ModulesView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<Row | Row[] | undefined>();
  private readonly tree: vscode.TreeView<Row>;
  private readonly rows = new Map<string, Row>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly changedModules = new Set<string>();
  private allChanged = false;
  private timer: NodeJS.Timeout | undefined;
  private client: LanguageClient | undefined;
  private current: ModulesFilter = noFilter;
  readonly onDidChangeTreeData = this.emitter.event;

  constructor(
    private readonly model: PipelineModel,
    private readonly work: WorkInProgress,
  ) {
    this.tree = vscode.window.createTreeView<Row>('itkWrapping.modules', {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.subscriptions.push(
      this.tree,
      this.emitter,
      model.onDidChange((change) => this.noteChange(change)),
      work.onDidChange((change) => this.noteChange(change)),
      this.tree.onDidChangeVisibility(() => this.followEditor(vscode.window.activeTextEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.followEditor(editor)),
    );
  }

  /** Connects the view to the server, which provides the instantiations. */
  connect(client: LanguageClient): void {
    this.client = client;
  }

  get filter(): ModulesFilter {
    return this.current;
  }

  set filter(filter: ModulesFilter) {
    this.current = filter;
    const filtered = filter.text !== '' || filter.states.length > 0;
    void vscode.commands.executeCommand('setContext', 'itkWrapping.filtered', filtered);
    void vscode.commands.executeCommand('setContext', 'itkWrapping.groupedByState', filter.group === 'state');
    this.drawAll();
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (this.model.view.situation !== 'ready') return [];
    if (!row)
      return [
        ...this.model.view.problems.map((problem): Row => ({ kind: 'problem', problem })),
        ...this.top(),
      ];
    if (row.kind === 'module')
      return [
        ...this.newTypes()
          .filter(({ module }) => module === row.name)
          .map(({ name }) => this.newRow(name)),
        ...this.typesOf(row.name).map(({ name }) => this.row('type', name)),
      ];
    if (row.kind === 'group')
      return this.shownTypes()
        .filter(({ state }) => state === row.state)
        .map(({ name }) => this.row('type', name));
    if (row.kind === 'type') return this.instantiationsOf(row.name);
    return [];
  }

  getParent(row: Row): Row | undefined {
    if (row.kind === 'instantiation') return this.row('type', row.type);
    if (row.kind === 'new') {
      const module = this.model.view.newTypes.find(({ name }) => name === row.name)?.module;
      return module && this.model.module(module) ? this.row('module', module) : undefined;
    }
    if (row.kind !== 'type') return undefined;
    const type = this.model.type(row.name);
    if (!type) return undefined;
    return this.current.group === 'state' ? this.group(type.state) : this.row('module', type.module);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    switch (row.kind) {
      case 'problem':
        return problemItem(row.problem);
      case 'group':
        return groupItem(row.state, this.shownTypes().filter(({ state }) => state === row.state).length);
      case 'module': {
        const module = this.model.module(row.name);
        const types = this.model.typesOfModule(row.name);
        return module
          ? moduleItem(module, types, this.work.ofModule(row.name))
          : treeItem({ label: row.name });
      }
      case 'type': {
        const type = this.model.type(row.name);
        const withModule = this.current.group === 'state';
        if (!type) return treeItem({ label: row.name });
        const missing = outputsOf(type.name, this.model.module(type.module)?.missing ?? []);
        return typeItem(type, { missing, withModule, work: this.work.ofType(type.name) });
      }
      case 'new': {
        const type = this.model.view.newTypes.find(({ name }) => name === row.name);
        return type ? newTypeItem(type) : treeItem({ label: row.name });
      }
      case 'instantiation':
        return instantiationItem(row, this.model.type(row.type)?.cxx);
    }
  }

  /** Shows a type or a module in the tree, and focuses it if `focus` is set. */
  async reveal(kind: 'type' | 'module', name: string, focus: boolean): Promise<void> {
    await this.tree.reveal(this.row(kind, name), { select: true, focus, expand: false });
  }

  /** The selected rows, for commands that take several. */
  get selection(): readonly Row[] {
    return this.tree.selection;
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private noteChange(change: ModelChange): void {
    if (change === null) {
      this.rows.clear();
      this.drawAll();
      // The file may have been open before the build was read. A row that the user has selected stays selected.
      if (this.tree.selection.length === 0) this.followEditor(vscode.window.activeTextEditor);
      return;
    }
    // A module's description counts the states of its types, so the module is drawn again, but not its collapsed children.
    for (const name of change.modules) this.changedModules.add(name);
    for (const name of change.types) {
      const module = this.model.type(name)?.module;
      if (module) this.changedModules.add(module);
    }
    this.timer ??= setTimeout(() => this.draw(), SETTLE_MS);
  }

  private drawAll(): void {
    this.allChanged = true;
    this.draw();
  }

  private draw(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const whole = this.allChanged || this.current.group === 'state' || this.current.states.length > 0;
    const changed = [...this.changedModules].map((name) => this.row('module', name));
    this.changedModules.clear();
    this.allChanged = false;
    this.drawHead();
    if (whole) this.emitter.fire(undefined);
    else if (changed.length > 0) this.emitter.fire(changed);
  }

  private drawHead(): void {
    const { situation, build } = this.model.view;
    const lacking = this.model.allModules().filter(needsRepair);
    this.tree.badge =
      lacking.length > 0
        ? {
            value: lacking.length,
            tooltip: plural(
              lacking.length,
              vscode.l10n.t('1 module lacks a stamp or pkl files'),
              vscode.l10n.t('{0} modules lack a stamp or pkl files', lacking.length),
            ),
          }
        : undefined;
    setTreeHead(this.tree, {
      description: situation === 'ready' && build ? shortFolder(build.dir) : '',
      message: this.message(),
    });
  }

  private message(): string {
    if (this.model.shownMeanwhile === 'names') return vscode.l10n.t('Reading the build… States follow.');
    if (this.model.shownMeanwhile) return vscode.l10n.t('Last known state. Reading the build…');
    if (this.model.situation !== 'ready') return '';
    const types = this.model.allTypes();
    const filter = filterText(this.current, this.shownTypes().length, types.length);
    if (filter !== '' || types.length === 0 || !types.every(({ neverCached }) => neverCached)) return filter;
    return vscode.l10n.t(
      'No type is cached yet. A hit means that CastXML need not run, because the cache has its result. Rebuild Everything fills the cache.',
    );
  }

  private top(): Row[] {
    if (this.current.group === 'state') {
      const states = new Set(this.shownTypes().map(({ state }) => state));
      return GROUPS.filter((state) => states.has(state)).map((state) => this.group(state));
    }
    const filtered = this.current.text !== '' || this.current.states.length > 0;
    const fresh = this.newTypes();
    return [
      // Types of a new module have no module row as parent.
      ...fresh.filter(({ module }) => !this.model.module(module)).map(({ name }) => this.newRow(name)),
      ...this.model
        .allModules()
        .filter(
          ({ name }) =>
            !filtered || this.typesOf(name).length > 0 || fresh.some(({ module }) => module === name),
        )
        .map(({ name }) => this.row('module', name)),
    ];
  }

  /** The types that the build does not have yet and that pass the filter. */
  private newTypes(): NewTypeView[] {
    const { text, states } = this.current;
    if (states.length > 0 && !states.includes('configure-needed')) return [];
    return this.model.view.newTypes.filter((type) => textPasses(text, type));
  }

  private typesOf(module: string): TypeView[] {
    const view = this.model.module(module);
    return this.model.typesOfModule(module).filter((type) => passes(this.current, type, view));
  }

  private shownTypes(): TypeView[] {
    return this.model.allTypes().filter((type) => passes(this.current, type, this.model.module(type.module)));
  }

  private async instantiationsOf(type: string): Promise<Row[]> {
    const request: TypeRequest = { type };
    const details = await this.client?.sendRequest<TypeDetails | null>(methods.typeDetails, request);
    return (details?.instantiations ?? []).map((each) => ({ kind: 'instantiation', type, ...each }));
  }

  private followEditor(editor: vscode.TextEditor | undefined): void {
    const follow = vscode.workspace.getConfiguration('itkWrapping').get('sidebar.followActiveFile', true);
    if (!editor || !follow || !this.tree.visible || this.model.view.situation !== 'ready') return;
    const type = this.model.typeOfUri(editor.document.uri);
    if (!type || !passes(this.current, type, this.model.module(type.module))) return;
    const selected = this.tree.selection.some(
      (row) => row.kind !== 'problem' && 'name' in row && row.name === type.name,
    );
    if (!selected) void this.reveal('type', type.name, false);
  }

  private row(kind: 'module' | 'type', name: string): Row {
    return this.remember(`${kind} ${name}`, { kind, name });
  }

  private newRow(name: string): Row {
    return this.remember(`new ${name}`, { kind: 'new', name });
  }

  private group(state: CacheState): Row {
    return this.remember(`group ${state}`, { kind: 'group', state });
  }

  private remember(key: string, row: Row): Row {
    const known = this.rows.get(key);
    if (!known) this.rows.set(key, row);
    return known ?? row;
  }
}
