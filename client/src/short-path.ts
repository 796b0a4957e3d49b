import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** The end of a path, which tells more than its beginning if there is little room. */
export function shortPath(file: string): string {
  const parts = file.split(/[\\/]/);
  return parts.length > 3 ? `…/${parts.slice(-2).join('/')}` : file;
}

/** The maximum length of a path in a row of the sidebar that has other text too. */
const BRIEF = 24;

/** A path relative to the home folder, or only its last part if that is too long for a row. */
export function briefPath(file: string): string {
  const home = os.homedir();
  const fromHome = file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file;
  return fromHome.length <= BRIEF ? fromHome : `…/${path.basename(file)}`;
}

/** A folder relative to the workspace. If it is outside, the end of its path. */
export function shortFolder(folder: string, withWorkspace?: boolean): string {
  const relative = vscode.workspace.asRelativePath(folder, withWorkspace);
  return path.isAbsolute(relative) ? shortPath(relative) : relative;
}
