import * as vscode from 'vscode';
import { manyLines, oneLine } from '../../../server/src/shared/plain-text';
import type { Tooltip } from './tooltip';

/** A row of a view. Its texts may come from builds and files. */
export interface TreeRow {
  label: string;
  id?: string;
  /** Shown beside the label, in gray. */
  description?: string;
  /** Text of one or more lines, or a {@link Tooltip}. */
  tooltip?: string | Tooltip;
  icon?: vscode.ThemeIcon;
  /** Default: the row has no children. */
  state?: 'collapsed' | 'expanded';
  context?: string;
  file?: vscode.Uri;
  command?: vscode.Command;
  /** What a screen reader says. Default: label and description. */
  spoken?: string;
}

/** A row as VS Code expects it. */
export function treeItem(row: TreeRow): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const state = row.state === undefined ? None : row.state === 'expanded' ? Expanded : Collapsed;
  const item = new vscode.TreeItem(oneLine(row.label), state);
  if (row.id !== undefined) item.id = row.id;
  if (row.description !== undefined) item.description = oneLine(row.description);
  if (row.tooltip !== undefined)
    item.tooltip = typeof row.tooltip === 'string' ? manyLines(row.tooltip) : row.tooltip.markdown;
  if (row.icon) item.iconPath = row.icon;
  if (row.context !== undefined) item.contextValue = row.context;
  if (row.file) item.resourceUri = row.file;
  if (row.command) item.command = row.command;
  if (row.spoken !== undefined) item.accessibilityInformation = { label: oneLine(row.spoken) };
  return item;
}

/** A command that opens a file when a row is clicked. */
export function opening(file: vscode.Uri, options?: vscode.TextDocumentShowOptions): vscode.Command {
  return {
    command: 'vscode.open',
    title: vscode.l10n.t('Open'),
    arguments: options ? [file, options] : [file],
  };
}

/** Sets the text beside the title of a view and above its rows. */
export function setTreeHead(
  tree: vscode.TreeView<unknown>,
  { description, message }: { description: string; message: string },
): void {
  tree.description = oneLine(description);
  tree.message = message === '' ? undefined : oneLine(message);
}
