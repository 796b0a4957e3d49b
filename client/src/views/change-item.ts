import path from 'node:path';
import * as vscode from 'vscode';
import type { ChangeRow } from '../../../server/src/shared/diff/change-rows';
import { opening, treeItem } from '../ui/tree-item';

type Sign = NonNullable<ChangeRow['sign']>;

/** Icons that differ in shape as well as in color. */
const ICONS: Record<Sign, [icon: string, color: string]> = {
  added: ['diff-added', 'gitDecoration.addedResourceForeground'],
  removed: ['diff-removed', 'gitDecoration.deletedResourceForeground'],
  changed: ['diff-modified', 'gitDecoration.modifiedResourceForeground'],
  error: ['error', 'list.errorForeground'],
  warning: ['warning', 'list.warningForeground'],
  information: ['info', 'icon.foreground'],
  hint: ['lightbulb', 'icon.foreground'],
};

/** Icons of groups, by their ids. */
const GROUPS: Readonly<Record<string, [icon: string, color: string]>> = {
  'group problems': ['bug', 'list.errorForeground'],
  'group headers': ['file-code', 'icon.foreground'],
  'group resolved': ['pass', 'icon.foreground'],
  'group not-compared': ['question', 'descriptionForeground'],
};

/** Icons of rows that no sign describes. */
const OTHERS: Partial<Record<ChangeRow['kind'], [icon: string, color: string]>> = {
  resolved: ['pass', 'gitDecoration.addedResourceForeground'],
  'not-compared': ['question', 'descriptionForeground'],
};

/**
 * The row of a comparison.
 * @param top the folder that the names of files are relative to
 */
export function changeItem(row: ChangeRow, top: string): vscode.TreeItem {
  const icon = GROUPS[row.id] ?? OTHERS[row.kind] ?? (row.sign && ICONS[row.sign]);
  const isOpen = row.kind === 'module' || row.id === 'group problems';
  const { place } = row;
  return treeItem({
    label: row.label,
    id: row.id,
    description: row.description,
    ...(row.detail.length > 0 ? { tooltip: row.detail.join('\n') } : {}),
    ...(row.children.length > 0 ? { state: isOpen ? 'expanded' : 'collapsed' } : {}),
    ...(icon ? { icon: new vscode.ThemeIcon(icon[0], new vscode.ThemeColor(icon[1])) } : {}),
    context: `change.${row.kind}`,
    ...(place
      ? {
          command: opening(vscode.Uri.file(path.join(top, place.file)), {
            selection: new vscode.Range(place.line - 1, 0, place.line - 1, 0),
            preserveFocus: true,
          }),
        }
      : {}),
    spoken: [spokenSign(row), row.label, spokenCounts(row.description)].filter(Boolean).join(', '),
  });
}

function spokenSign({ kind, sign }: ChangeRow): string {
  if (kind === 'resolved') return vscode.l10n.t('resolved');
  switch (sign) {
    case 'added':
      return vscode.l10n.t('added');
    case 'removed':
      return vscode.l10n.t('removed');
    case 'changed':
      return vscode.l10n.t('changed');
    case 'error':
      return vscode.l10n.t('error');
    case 'warning':
      return vscode.l10n.t('warning');
    default:
      return '';
  }
}

/** Screen readers do not say the minus sign. */
const spokenCounts = (text: string): string => text.replace(/−(?=\d)/g, '-');
