import * as vscode from 'vscode';

/** The delay before another build is shown, so that a brief look at a file of another folder does not switch builds. */
const SETTLE_MS = 300;

/**
 * In a window with several workspace folders, the one that the user works in: the folder of the file in the active editor.
 * It stays the same while no editor is open, and while the active file belongs to no folder (as most files of a build do).
 */
export class ActiveFolder implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;
  private last: string | undefined;

  /** Calls `tell` with the URI of each folder that becomes the active one. */
  constructor(private readonly tell: (folder: string) => void) {
    this.subscription = vscode.window.onDidChangeActiveTextEditor(() => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), SETTLE_MS);
    });
  }

  /** Undefined in a window with a single folder, and until a file of a folder has been active. */
  get current(): vscode.WorkspaceFolder | undefined {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return folders.length > 1 ? folders.find(({ uri }) => uri.toString() === this.last) : undefined;
  }

  /** Reports the active file's folder even if it was reported before. A restarted server needs this. */
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
