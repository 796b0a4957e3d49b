import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type BuildView,
  type FoundBuild,
  type LeftoverView,
  methods,
} from '../../../server/src/shared/protocol';
import type { PipelineModel } from '../pipeline-model';
import { shortFolder, shortPath } from '../short-path';
import { opening, treeItem } from '../ui/tree-item';

/** A property of a build. `value` is short enough for a row, and `detail` is the full text for the tooltip. */
interface Fact {
  kind: 'fact';
  label: string;
  value: string;
  icon: string;
  detail?: string;
  file?: string;
  context?: string;
}

/** A row of *Builds*: a build, a property of the active build, or one of its options. */
export type BuildRow =
  | { kind: 'build'; build: FoundBuild; active: boolean }
  | Fact
  | { kind: 'options'; options: BuildView['options'] }
  | { kind: 'option'; name: string; value: string }
  | { kind: 'leftovers'; leftovers: LeftoverView[] }
  | { kind: 'leftover'; leftover: LeftoverView };

/** The *Builds* view of the sidebar: the builds that were found, and the most important properties of the active one. */
export class BuildsView implements vscode.TreeDataProvider<BuildRow>, vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  private found: FoundBuild[] = [];
  private outdated = true;
  readonly onDidChangeTreeData = this.emitter.event;

  constructor(
    private readonly model: PipelineModel,
    private readonly client: LanguageClient,
  ) {
    this.subscriptions = [
      this.emitter,
      vscode.window.createTreeView('itkWrapping.builds', { treeDataProvider: this }),
      model.onDidChange((change) => {
        if (change !== null) return;
        this.outdated = true;
        this.emitter.fire();
      }),
      model.onDidChangeLeftovers(() => this.emitter.fire()),
    ];
  }

  async getChildren(row?: BuildRow): Promise<BuildRow[]> {
    if (!row) return this.builds();
    const { build, leftovers } = this.model.view;
    if (row.kind === 'build' && row.active && build)
      return [
        ...factsOf(build),
        ...(leftovers.length > 0 ? [{ kind: 'leftovers' as const, leftovers }] : []),
      ];
    if (row.kind === 'leftovers') return row.leftovers.map((leftover) => ({ kind: 'leftover', leftover }));
    if (row.kind === 'options') return row.options.map((option) => ({ kind: 'option', ...option }));
    return [];
  }

  getTreeItem(row: BuildRow): vscode.TreeItem {
    switch (row.kind) {
      case 'build':
        return buildItem(row.build, row.active);
      case 'fact':
        return factItem(row);
      case 'options':
        return treeItem({
          label: vscode.l10n.t('Wrapping options'),
          state: 'collapsed',
          tooltip: vscode.l10n.t('The options in CMakeCache.txt that decide what is wrapped'),
          description: String(row.options.length),
          icon: new vscode.ThemeIcon('settings'),
        });
      case 'option':
        return treeItem({
          label: row.name,
          description: row.value,
          tooltip: `${row.name}=${row.value}`,
        });
      case 'leftovers':
        return treeItem({
          label: vscode.l10n.t('Leftover pkl files'),
          state: 'collapsed',
          description: String(row.leftovers.length),
          icon: new vscode.ThemeIcon('info'),
          tooltip: vscode.l10n.t('They belong to types that this build no longer has. They do no harm.'),
        });
      case 'leftover': {
        const { name, uri, consequence } = row.leftover;
        const file = vscode.Uri.parse(uri);
        return treeItem({
          label: name,
          file,
          icon: new vscode.ThemeIcon('file'),
          // The names of the pkl files leave no room for a sentence in the row.
          tooltip: `${file.fsPath}\n\n${consequence}`,
          spoken: `${name}: ${consequence}`,
        });
      }
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async search(): Promise<void> {
    this.outdated = false;
    this.found = await this.client.sendRequest<FoundBuild[]>(methods.builds);
  }

  private async builds(): Promise<BuildRow[]> {
    const { situation, build: shown } = this.model.view;
    if (situation === 'no-folder' || situation === 'searching') return [];
    // The search walks through folders, so the active build is shown without waiting for it.
    if (this.outdated && this.model.shownMeanwhile === null) {
      const search = this.search();
      if (shown) void search.then(() => this.emitter.fire());
      else await search;
    }
    const { found } = this;
    const active = found.find(({ dir }) => dir === shown?.dir);
    const others = found.filter((build) => build !== active);
    const first = active ?? (shown && unlisted(shown));
    return [...(first ? [first] : []), ...others].map((build) => ({
      kind: 'build',
      build,
      active: build === first,
    }));
  }
}

/** The active build as a list entry, for when the search did not find it. */
function unlisted(build: BuildView): FoundBuild {
  const { dir, project, itkVersion, generator, source } = build;
  const unknown = { usable: true, offered: '', problem: '', configuredMs: 0, activeIn: [] };
  return { dir, project, itkVersion, generator, source, ...unknown };
}

function buildItem(build: FoundBuild, active: boolean): vscode.TreeItem {
  const version = [build.project, build.itkVersion].filter(Boolean).join(' ');
  const configured = build.configuredMs > 0 ? new Date(build.configuredMs).toLocaleString() : '';
  // The origin of a build of other sources comes first, because a row has little room.
  const origin =
    build.offered && build.source ? vscode.l10n.t('from {0}', shortPath(build.source)) : build.offered;
  return treeItem({
    label: shortFolder(build.dir, true),
    // A new id when it becomes the active build. Otherwise VS Code would keep the row collapsed.
    id: `${active ? 'active build' : 'build'} ${build.dir}`,
    ...(active ? { state: 'expanded' as const } : {}),
    description: [activeText(build, active), origin, build.usable ? version : build.problem]
      .filter(Boolean)
      .join(' · '),
    icon: active
      ? new vscode.ThemeIcon('check', new vscode.ThemeColor('testing.iconPassed'))
      : new vscode.ThemeIcon(build.usable ? 'folder' : 'circle-slash'),
    tooltip: [
      build.dir,
      `${version} · ${build.generator}`,
      configured && vscode.l10n.t('Configured {0}', configured),
      build.source && vscode.l10n.t('Sources: {0}', build.source),
      build.offered && `${build.offered} ${vscode.l10n.t('It is used only if you choose it.')}`,
      build.problem,
    ]
      .filter(Boolean)
      .join('\n'),
    context: `build.${active ? 'active' : build.usable ? 'other' : 'unusable'}`,
  });
}

/** Says whether the build is active, for all files or only for those of some folders. */
function activeText({ activeIn }: FoundBuild, active: boolean): string {
  const folders = activeIn.flatMap(
    (uri) => vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri))?.name ?? [],
  );
  if (folders.length > 0) return vscode.l10n.t('active in {0}', folders.join(', '));
  return active ? vscode.l10n.t('active') : '';
}

function factsOf(build: BuildView): BuildRow[] {
  const stamps = {
    none: [vscode.l10n.t('none'), vscode.l10n.t('ninja does not notice missing pkl files')],
    'pkl-stamp': [vscode.l10n.t('one per module')],
    'sqlite-stamp': [vscode.l10n.t('one per module, SQLite'), vscode.l10n.t('pkl in one SQLite file')],
  };
  const setups = {
    ours: [vscode.l10n.t('set up'), vscode.l10n.t('by this extension')],
    own: [vscode.l10n.t('the build’s own')],
    none: [vscode.l10n.t('not set up'), vscode.l10n.t('ninja runs castxml without it')],
  };
  const inFull = (words: string[]): { value: string; detail: string } => ({
    value: words[0] ?? '',
    detail: words.join(': '),
  });
  const fact = (label: string, value: string, icon: string): Fact => ({ kind: 'fact', label, value, icon });
  const cacheFile = vscode.Uri.joinPath(vscode.Uri.file(build.dir), 'CMakeCache.txt').toString();
  return [
    fact(vscode.l10n.t('Version'), [build.project, build.itkVersion].filter(Boolean).join(' '), 'tag'),
    { ...fact(vscode.l10n.t('Generator'), build.generator, 'tools'), file: cacheFile },
    { ...fact(vscode.l10n.t('Source'), shortPath(build.source), 'root-folder'), detail: build.source },
    fact('CastXML', build.castxml ?? vscode.l10n.t('not set in the build'), 'terminal'),
    {
      ...fact(vscode.l10n.t('Cache in the build'), '', 'database'),
      ...inFull(setups[build.cacheSetup]),
      context: `cache.${build.cacheSetup}`,
    },
    fact(vscode.l10n.t('Key scheme'), build.scheme, 'key'),
    { ...fact(vscode.l10n.t('Stamps'), '', 'verified'), ...inFull(stamps[build.stamps]) },
    ...(build.external.length > 0
      ? [
          {
            ...fact(
              vscode.l10n.t('External modules'),
              build.external.map(({ module }) => module).join(', '),
              'plug',
            ),
            detail: build.external.map(({ text }) => text).join('\n'),
          },
        ]
      : []),
    { kind: 'options', options: build.options },
  ];
}

function factItem(row: Fact): vscode.TreeItem {
  const text = `${row.label}: ${row.detail ?? row.value}`;
  return treeItem({
    label: row.label,
    description: row.value,
    tooltip: text,
    spoken: text,
    icon: new vscode.ThemeIcon(row.icon),
    context: row.context ?? 'fact',
    ...(row.file ? { command: opening(vscode.Uri.parse(row.file)) } : {}),
  });
}
