import * as vscode from 'vscode';

/** A glance at a file of another folder is no reason to show another build. */
const SETTLE_MS = 300;

/**
 * The workspace folder that the user works in, if there are several: that of the file in the active editor. While there is
 * none, or it belongs to no folder, as the files of most builds, the last one stays.
 */
export class ActiveFolder implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;
  private last: string | undefined;

  /** `tell` is given the URI of each folder that becomes the active one. */
  constructor(private readonly tell: (folder: string) => void) {
    this.subscription = vscode.window.onDidChangeActiveTextEditor(() => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), SETTLE_MS);
    });
  }

  /** Undefined in a window with one folder, and until a file of a folder was looked at. */
  get current(): vscode.WorkspaceFolder | undefined {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return folders.length > 1 ? folders.find(({ uri }) => uri.toString() === this.last) : undefined;
  }

  /** Tells the folder of the file that is active now, also if it was told before: to a server that was started anew. */
  tellAgain(): void {
    this.last = undefined;
    this.look();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
  }

  private look(): void {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const folder = uri && vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
    if (folder === undefined || folder === this.last) return;
    this.last = folder;
    if (this.current) this.tell(folder);
  }
}
