import * as vscode from 'vscode';
import { Tooltip } from '../ui/tooltip';
import { opening, treeItem } from '../ui/tree-item';

/** The row of an instantiation. */
export function instantiationItem(
  row: { type: string; name: string; cppType: string; line: number },
  cxx: string | undefined,
): vscode.TreeItem {
  const at = new vscode.Range(row.line, 0, row.line, 0);
  return treeItem({
    label: row.name,
    id: `instantiation ${row.type} ${row.name}`,
    icon: new vscode.ThemeIcon('symbol-class'),
    description: row.cppType,
    tooltip: new Tooltip().block('cpp', row.cppType),
    context: 'instantiation',
    ...(cxx ? { command: opening(vscode.Uri.parse(cxx), { selection: at }) } : {}),
  });
}
