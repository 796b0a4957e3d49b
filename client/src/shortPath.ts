import path from 'node:path';
import * as vscode from 'vscode';

/** The end of a path, which tells more than its beginning where there is little room. */
export function shortPath(file: string): string {
  const parts = file.split(/[\\/]/);
  return parts.length > 3 ? `…/${parts.slice(-2).join('/')}` : file;
}

/** A folder as seen from the workspace's; one outside of it by its end. */
export function shortFolder(folder: string, withWorkspace?: boolean): string {
  const relative = vscode.workspace.asRelativePath(folder, withWorkspace);
  return path.isAbsolute(relative) ? shortPath(relative) : relative;
}
