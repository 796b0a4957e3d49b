import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ActiveFolder } from '../activeFolder';
import type { CacheView } from '../cacheView';
import type { ModulesView } from '../modulesView';
import type { PipelineModel } from '../pipelineModel';
import type { Runs } from '../runs';
import type { ItkWrapTaskProvider } from '../tasks';
import type { Log } from '../ui/log';

/** What commands work with. */
export interface CommandContext {
  extension: vscode.ExtensionContext;
  client: LanguageClient;
  model: PipelineModel;
  modulesView: ModulesView;
  cacheView: CacheView;
  tasks: ItkWrapTaskProvider;
  runs: Runs;
  log: Log;
  activeFolder: ActiveFolder;
  /** Asks the server for everything again. */
  reload(): Promise<void>;
}

/** Registers commands by name until the extension ends. */
export function register(
  { extension }: CommandContext,
  // Each command knows what it is called with; the editor hands on whatever it has.
  commands: Record<string, (...args: never[]) => unknown>,
): void {
  for (const [name, run] of Object.entries(commands))
    extension.subscriptions.push(
      vscode.commands.registerCommand(name, run as (...args: unknown[]) => unknown),
    );
}
