import * as vscode from 'vscode';

/** Shows a folder of the machine that the build lies on: in its file manager, or in a window if it has none of ours. */
export async function revealFolder(folder: string): Promise<void> {
  const uri = vscode.Uri.file(folder);
  const elsewhere = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  if (elsewhere) await vscode.commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true });
  else await vscode.commands.executeCommand('revealFileInOS', uri);
}
