import * as vscode from 'vscode';

/** Shows a folder in the file manager, or in a new window if VS Code runs remotely or in a browser. */
export async function revealFolder(folder: string): Promise<void> {
  const uri = vscode.Uri.file(folder);
  const elsewhere = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  if (elsewhere) await vscode.commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true });
  else await vscode.commands.executeCommand('revealFileInOS', uri);
}
