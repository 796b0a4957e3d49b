import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { sizeText } from '../../../server/src/shared/l10n/size-text';
import {
  type CacheRemoteView,
  type CacheRootView,
  type CacheView as Cache,
  methods,
} from '../../../server/src/shared/protocol';
import type { PipelineModel } from '../pipeline-model';
import { durationText } from '../../../server/src/shared/timings/duration-text';
import { duration, type Runs } from '../tasks/runs';
import { briefPath } from '../short-path';
import { treeItem } from '../ui/tree-item';

/** A row of *Cache*. */
export type CacheRow =
  | { kind: 'root'; root: CacheRootView; first: boolean; maxBytes: number }
  | { kind: 'fact'; label: string; value: string; icon: string }
  | { kind: 'remote'; remote: CacheRemoteView }
  | { kind: 'counts'; id: string; label: string; icon: string; counts: Cache['reasons'] }
  | { kind: 'count'; id: string; label: string; count: number; of: number };

/** The delay after the last change before the stores are read again. Any process may change them. */
const SETTLE_MS = 500;
const BAR_WIDTH = 8;

/** The *Cache* view of the sidebar: the roots, the results of runs, and the reasons for misses. */
export class CacheView implements vscode.TreeDataProvider<CacheRow>, vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<void>();
  private readonly tree: vscode.TreeView<CacheRow>;
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private outdated = true;
  private cache: Promise<Cache> | undefined;
  readonly onDidChangeTreeData = this.emitter.event;

  constructor(
    private readonly model: PipelineModel,
    private readonly client: LanguageClient,
    runs: Runs,
  ) {
    this.tree = vscode.window.createTreeView('itkWrapping.cache', { treeDataProvider: this });
    this.subscriptions = [
      this.emitter,
      this.tree,
      model.onDidChange(() => this.later()),
      runs.onDidEnd(() => this.later()),
      this.tree.onDidChangeVisibility(({ visible }) => visible && this.outdated && this.later()),
    ];
  }

  /** Reads the stores again. */
  refresh(): void {
    this.outdated = false;
    this.cache = undefined;
    this.emitter.fire();
  }

  async getChildren(row?: CacheRow): Promise<CacheRow[]> {
    if (this.model.situation !== 'ready') return [];
    if (row?.kind === 'root') return rootFacts(row);
    if (row?.kind === 'counts') {
      const of = row.counts.reduce((sum, { count }) => sum + count, 0);
      return row.counts.map(({ label, count }) => ({ kind: 'count', id: row.id, label, count, of }));
    }
    if (row?.kind === 'remote') return remoteFacts(row.remote);
    if (row) return [];
    this.outdated = false;
    this.cache ??= this.client.sendRequest<Cache>(methods.cache);
    return topRows(await this.cache);
  }

  getTreeItem(row: CacheRow): vscode.TreeItem {
    switch (row.kind) {
      case 'root':
        return rootItem(row);
      case 'fact':
        return factItem(row);
      case 'remote':
        return remoteItem(row.remote);
      case 'counts':
        return treeItem({
          label: row.label,
          id: row.id,
          state: 'expanded',
          icon: new vscode.ThemeIcon(row.icon),
        });
      case 'count':
        return countItem(row);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private later(): void {
    this.outdated = true;
    if (!this.tree.visible) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), SETTLE_MS);
  }
}

function topRows(cache: Cache): CacheRow[] {
  const rows: CacheRow[] = cache.roots.map((root, index) => ({
    kind: 'root',
    root,
    first: index === 0,
    maxBytes: cache.maxBytes,
  }));
  if (cache.remote) rows.push({ kind: 'remote', remote: cache.remote });
  rows.push({
    kind: 'fact',
    label: vscode.l10n.t('Hit rate'),
    value:
      cache.hitRate === null ? vscode.l10n.t('no runs counted yet') : `${(100 * cache.hitRate).toFixed(1)}%`,
    icon: 'dashboard',
  });
  if (cache.hitRate !== null)
    rows.push({
      kind: 'fact',
      label: vscode.l10n.t('Time saved'),
      value: timeSaved(cache.secondsSaved),
      icon: 'watch',
    });
  if (cache.castxmlSeconds >= 0.5)
    rows.push({
      kind: 'fact',
      label: vscode.l10n.t('castxml ran'),
      value: duration(cache.castxmlSeconds),
      icon: 'clock',
    });
  if (cache.outcomes.length > 0)
    rows.push({
      kind: 'counts',
      id: 'outcomes',
      label: vscode.l10n.t('Runs'),
      icon: 'graph',
      counts: cache.outcomes,
    });
  if (cache.reasons.length > 0)
    rows.push({
      kind: 'counts',
      id: 'reasons',
      label: vscode.l10n.t('Why runs missed'),
      icon: 'question',
      counts: cache.reasons,
    });
  return rows;
}

function rootItem({ root, first, maxBytes }: CacheRow & { kind: 'root' }): vscode.TreeItem {
  return treeItem({
    label: briefPath(root.root),
    id: `root ${root.root}`,
    state: first ? 'expanded' : 'collapsed',
    description: root.exists ? sizeText(root.bytes) : vscode.l10n.t('does not exist yet'),
    icon: new vscode.ThemeIcon(root.writable || !root.exists ? 'database' : 'lock'),
    tooltip: [
      root.root,
      root.exists && !root.writable
        ? vscode.l10n.t('Read-only: used for lookups; new entries are not stored here.')
        : '',
      vscode.l10n.t('Maximum size: {0}', sizeText(maxBytes)),
    ]
      .filter(Boolean)
      .join('\n'),
    context: root.exists ? 'root.there' : 'root.missing',
  });
}

function rootFacts({ root, maxBytes }: CacheRow & { kind: 'root' }): CacheRow[] {
  if (!root.exists) return [];
  const share = Math.min(1, maxBytes > 0 ? root.bytes / maxBytes : 0);
  const evicted =
    root.lastEvictionMs === null ? vscode.l10n.t('never') : new Date(root.lastEvictionMs).toLocaleString();
  return [
    {
      kind: 'fact',
      label: vscode.l10n.t('Size'),
      value: `${bar(share, 0)} ${vscode.l10n.t('{0} of {1}', sizeText(root.bytes), sizeText(maxBytes))}`,
      icon: 'archive',
    },
    { kind: 'fact', label: vscode.l10n.t('Entries'), value: String(root.entries), icon: 'file-binary' },
    { kind: 'fact', label: vscode.l10n.t('Last eviction'), value: evicted, icon: 'history' },
  ];
}

function remoteItem(remote: CacheRemoteView): vscode.TreeItem {
  const state = remote.problem
    ? vscode.l10n.t('not used')
    : remote.failing
      ? vscode.l10n.t('failing, not used')
      : remote.readOnly
        ? vscode.l10n.t('read-only')
        : '';
  const label = vscode.l10n.t('Remote');
  const description = [state, remote.url].filter(Boolean).join(' · ');
  return treeItem({
    label,
    id: 'remote',
    ...(remote.problem ? {} : { state: 'expanded' as const }),
    description,
    icon:
      remote.problem || remote.failing
        ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
        : new vscode.ThemeIcon(remote.readOnly ? 'lock' : 'cloud'),
    tooltip: [
      remote.url,
      remote.problem,
      remote.failing
        ? vscode.l10n.t(
            'A request failed within the last minute. Runs continue without the remote and try it again later.',
          )
        : '',
      remote.readOnly ? vscode.l10n.t('Read-only: used for lookups; nothing is sent to it.') : '',
    ]
      .filter(Boolean)
      .join('\n'),
    spoken: `${label}: ${description} ${remote.problem}`,
    context: 'remote',
  });
}

function remoteFacts({ hits, failures }: CacheRemoteView): CacheRow[] {
  return [
    {
      kind: 'fact',
      label: vscode.l10n.t('Remote hits'),
      value: String(hits),
      icon: 'cloud-download',
    },
    {
      kind: 'fact',
      label: vscode.l10n.t('Remote failures'),
      value: String(failures),
      icon: 'debug-disconnect',
    },
  ];
}

function factItem({ label, value, icon }: CacheRow & { kind: 'fact' }): vscode.TreeItem {
  return treeItem({
    label,
    description: value,
    tooltip: `${label}: ${value}`,
    icon: new vscode.ThemeIcon(icon),
    spoken: `${label}: ${value.replace(/[▰▱]/g, '')}`,
    context: 'fact',
  });
}

function countItem({ id, label, count, of }: CacheRow & { kind: 'count' }): vscode.TreeItem {
  const share = count / Math.max(1, of);
  const text = vscode.l10n.t('{0}: {1} of {2}', label, count, of);
  return treeItem({
    label,
    id: `${id} ${label}`,
    description: `${bar(share)} ${Math.round(100 * share)}% · ${count}`,
    tooltip: text,
    spoken: text,
  });
}

/** A share from 0 to 1 as a bar. Any share above zero shows at least `least` marks. */
function bar(share: number, least = 1): string {
  const full = share > 0 ? Math.max(least, Math.round(share * BAR_WIDTH)) : 0;
  return '▰'.repeat(full) + '▱'.repeat(BAR_WIDTH - full);
}

/** A fraction of a second is not nothing: the message after a run says it, too. */
function timeSaved(seconds: number): string {
  if (seconds === 0) return vscode.l10n.t('nothing yet');
  return seconds < 1 ? durationText(seconds) : duration(seconds);
}
