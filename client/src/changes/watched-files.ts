import path from 'node:path';
import * as vscode from 'vscode';

/** Characters that have a meaning in the patterns of a watcher. */
const SPECIAL = /[[\]{}*?]/;

/** Calls back when one of a few files is made, changed or removed, without looking at anything else in their folders. */
export class WatchedFiles implements vscode.Disposable {
  private watchers: vscode.Disposable[] = [];
  private names = '';

  constructor(private readonly changed: () => void) {}

  /** Watches these files, given by their absolute paths, and no others any more. */
  watch(files: readonly string[]): void {
    const names = files.join('\n');
    if (names === this.names) return;
    this.names = names;
    this.dispose();
    for (const file of files) {
      if (SPECIAL.test(path.basename(file))) continue;
      const folder = vscode.Uri.file(path.dirname(file));
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(folder, path.basename(file)),
      );
      watcher.onDidCreate(this.changed);
      watcher.onDidChange(this.changed);
      watcher.onDidDelete(this.changed);
      this.watchers.push(watcher);
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.watchers).dispose();
    this.watchers = [];
  }
}
