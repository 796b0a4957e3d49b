import * as vscode from 'vscode';
import { oneLine } from '../../../server/src/shared/plain-text';

/** The log of the extension in the *Output* view. */
export interface Log extends vscode.Disposable {
  /** The language client writes there too; the server has made text of what it sends. */
  readonly channel: vscode.LogOutputChannel;
  info(line: string): void;
  show(): void;
}

/** Opens the log. Each line is one, whatever it holds. */
export function openLog(name: string): Log {
  const channel = vscode.window.createOutputChannel(name, { log: true });
  return {
    channel,
    info: (line) => channel.info(oneLine(line)),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}
