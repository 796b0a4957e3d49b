import * as vscode from 'vscode';
import { type CacheView, methods } from '../../../server/src/shared/protocol';
import { sizeText } from '../../../server/src/shared/l10n/size-text';
import type { CacheRow } from '../views/cache-view';
import { revealFolder } from '../reveal-folder';
import { showBriefly } from '../ui/brief-message';
import { showWarning } from '../ui/notify';
import { ask, pickOne } from '../ui/pick';
import { type CommandContext, register } from './context';
import { runTask } from './run-task';

const DEFAULT_DAYS = 14;

/** Registers the commands about the store of CastXML runs. */
export function registerCacheCommands(all: CommandContext): void {
  register(all, {
    'itkWrapping.cacheRefresh': () => all.cacheView.refresh(),
    'itkWrapping.cacheVerify': () => runTask(all, { type: 'itkWrap', action: 'verify' }),
    'itkWrapping.cacheEvict': () => evict(all),
    'itkWrapping.cacheOpenFolder': async (row?: CacheRow) => {
      const root = await rootOf(all, row);
      if (root) await revealFolder(root);
    },
    'itkWrapping.cacheCopyPath': async (row?: CacheRow) => {
      const root = await rootOf(all, row);
      if (!root) return;
      await vscode.env.clipboard.writeText(root);
      showBriefly(vscode.l10n.t('Copied {0}.', root));
    },
  });
}

async function rootOf(all: CommandContext, row: CacheRow | undefined): Promise<string | undefined> {
  if (row?.kind === 'root') return row.root.root;
  const roots = all.model.view.build?.roots ?? [];
  return roots.length > 1
    ? pickOne(
        roots.map((root) => ({ label: root, value: root })),
        { placeHolder: vscode.l10n.t('A cache root') },
      )
    : roots[0];
}

async function evict(all: CommandContext): Promise<void> {
  const cache = await all.client.sendRequest<CacheView>(methods.cache);
  const root = cache.roots.find(({ writable }) => writable);
  if (!root) {
    void showWarning(vscode.l10n.t('No cache root is writable, so nothing can be evicted.'));
    return;
  }
  const days = await ask({
    title: vscode.l10n.t('Evict from {0} ({1})', root.root, sizeText(root.bytes)),
    prompt: vscode.l10n.t(
      'Remove entries that were not used for this many days, and then the oldest until the size is below {0}.',
      sizeText(cache.maxBytes),
    ),
    value: String(DEFAULT_DAYS),
    problem: (value) =>
      value.trim() !== '' && Number(value) >= 0
        ? undefined
        : vscode.l10n.t('Enter a number of days, such as 14.'),
  });
  if (days !== undefined) await runTask(all, { type: 'itkWrap', action: 'evict', days: Number(days) });
}
