import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ActiveFolder } from '../active-folder';
import type { Comparison } from '../changes/comparison';
import type { CacheView } from '../views/cache-view';
import type { ModulesView } from '../views/modules-view';
import type { PipelineModel } from '../pipeline-model';
import type { Runs } from '../tasks/runs';
import type { ItkWrapTaskProvider } from '../tasks/tasks';
import type { Log } from '../ui/log';

/** Everything that commands work with. */
export interface CommandContext {
  extension: vscode.ExtensionContext;
  client: LanguageClient;
  model: PipelineModel;
  modulesView: ModulesView;
  cacheView: CacheView;
  comparison: Comparison;
  tasks: ItkWrapTaskProvider;
  runs: Runs;
  log: Log;
  activeFolder: ActiveFolder;
  /** Fetches everything from the server again. */
  reload(): Promise<void>;
}

/** Registers commands by name. They are removed when the extension is deactivated. */
export function register(
  { extension }: CommandContext,
  // VS Code passes arbitrary arguments. Each command declares the ones that it expects.
  commands: Record<string, (...args: never[]) => unknown>,
): void {
  for (const [name, run] of Object.entries(commands))
    extension.subscriptions.push(
      vscode.commands.registerCommand(name, run as (...args: unknown[]) => unknown),
    );
}
