import * as vscode from 'vscode';
import { oneLine } from '../../../server/src/shared/plain-text';

/** The log of the extension in the *Output* view. */
export interface Log extends vscode.Disposable {
  /** The channel itself, for the language client. The server makes its own messages safe. */
  readonly channel: vscode.LogOutputChannel;
  info(line: string): void;
  show(): void;
}

/** Opens the log. Each message is printed as a single line, whatever it contains. */
export function openLog(name: string): Log {
  const channel = vscode.window.createOutputChannel(name, { log: true });
  return {
    channel,
    info: (line) => channel.info(oneLine(line)),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}
