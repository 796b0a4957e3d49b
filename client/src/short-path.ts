import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** The end of a path, which tells more than its beginning where there is little room. */
export function shortPath(file: string): string {
  const parts = file.split(/[\\/]/);
  return parts.length > 3 ? `…/${parts.slice(-2).join('/')}` : file;
}

/** So much of a path stands in a row of the sidebar with a few words beside it. */
const BRIEF = 24;

/** A path from the home folder, or its last part if that is too long for a row. */
export function briefPath(file: string): string {
  const home = os.homedir();
  const fromHome = file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file;
  return fromHome.length <= BRIEF ? fromHome : `…/${path.basename(file)}`;
}

/** A folder as seen from the workspace's; one outside of it by its end. */
export function shortFolder(folder: string, withWorkspace?: boolean): string {
  const relative = vscode.workspace.asRelativePath(folder, withWorkspace);
  return path.isAbsolute(relative) ? shortPath(relative) : relative;
}
