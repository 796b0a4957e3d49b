import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { getCMakeToolsApi, Version } from 'vscode-cmake-tools';
import { methods } from '../../server/src/shared/protocol';
import { useTranslations } from '../../server/src/shared/l10n/translations';
import { ActiveFolder } from './active-folder';
import { Comparison } from './changes/comparison';
import { LineMarks } from './changes/line-marks';
import { compareSource } from './commands/compare';
import { BuildsView } from './views/builds-view';
import { CacheView } from './views/cache-view';
import { ChangesView } from './views/changes-view';
import { followCMakeTools } from './follow-cmake-tools';
import { registerCommands } from './commands';
import { greet } from './greeting';
import { followContextKeys } from './context-keys';
import { readFirstNames } from './read-first-names';
import { WrapDecorations } from './views/decorations';
import { registerGraphCommand } from './graph/graph-host';
import { ModulesView } from './views/modules-view';
import { PipelineModel } from './pipeline-model';
import { logRuns } from './tasks/run-log';
import { notifyOfRuns } from './tasks/run-notification';
import { RunProblems } from './tasks/run-problems';
import { Runs } from './tasks/runs';
import { languageClient, reloadModel } from './language-client';
import { logBuilds } from './build-log';
import { showLastBuild } from './show-last-build';
import { StatusBar } from './views/status-bar';
import { completeTaskNames } from './tasks/task-completion';
import { WorkInProgress } from './tasks/work-in-progress';
import { ItkWrapTaskProvider } from './tasks/tasks';
import { openLog } from './ui/log';

/** The API that the extension exports to other extensions and to tests. */
export interface ItkWrappingApi {
  model: PipelineModel;
  modulesView: ModulesView;
  runs: Runs;
  comparison: Comparison;
}

/** VS Code calls this once, on the first event of `activationEvents`. */
export async function activate(extension: vscode.ExtensionContext): Promise<ItkWrappingApi> {
  // For the words that the extension shares with the server.
  useTranslations(vscode.l10n.bundle);
  const log = openLog('ITK Wrapping');
  const model = new PipelineModel();
  // This begins before anything else, because rows are what the user waits for.
  const names = readFirstNames(extension);
  const runs = new Runs();
  const work = new WorkInProgress(runs);
  const modulesView = new ModulesView(model, work);
  const problems = new RunProblems(extension.extension);
  const tasks = new ItkWrapTaskProvider(extension, model, runs, problems);
  extension.subscriptions.push(
    log,
    model,
    runs,
    work,
    problems,
    modulesView,
    followContextKeys(model, runs),
    notifyOfRuns(runs),
    logRuns(runs, log),
    new StatusBar(model, runs),
    new WrapDecorations(model),
    vscode.tasks.registerTaskProvider('itkWrap', tasks),
    completeTaskNames(model),
  );
  showLastBuild(extension, model);
  logBuilds(extension, model, log);
  names.show(model, log);
  const client = languageClient(extension, log, model);
  const cacheView = new CacheView(model, client, runs);
  extension.subscriptions.push(cacheView, new BuildsView(model, client));
  modulesView.connect(client);
  const activeFolder = new ActiveFolder(
    (folder) => void client.sendNotification(methods.activeFolder, folder),
  );
  const comparison = new Comparison(extension.asAbsolutePath('dist/itk-wrap.js'), () =>
    compareSource({ model, activeFolder }),
  );
  extension.subscriptions.push(
    activeFolder,
    comparison,
    new LineMarks(comparison),
    new ChangesView(comparison),
  );
  const reload = async (): Promise<void> => {
    activeFolder.tellAgain();
    await reloadModel(client, model);
  };
  registerCommands({
    extension,
    client,
    model,
    modulesView,
    cacheView,
    comparison,
    tasks,
    runs,
    log,
    reload,
    activeFolder,
  });
  registerGraphCommand(extension, client, model, work);
  // Views and commands exist before the server does. They wait for it if they need it.
  await client.start();
  await reload();
  void showBuildsOfCMakeTools(extension, client);
  greet(extension, model);
  return { model, modulesView, runs, comparison };
}

/** If the CMake Tools extension is installed, its builds are the first choice. This tells the server which ones they are. */
async function showBuildsOfCMakeTools(
  extension: vscode.ExtensionContext,
  client: LanguageClient,
): Promise<void> {
  // The helper would write an error to the console if the extension is not installed, which is fine.
  if (!vscode.extensions.getExtension('ms-vscode.cmake-tools')) return;
  const api = await getCMakeToolsApi(Version.v1);
  if (!api) return;
  const folders = (): vscode.Uri[] => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  extension.subscriptions.push(
    followCMakeTools(api, folders, (directories) => {
      void client.sendNotification(methods.toolBuilds, directories);
    }),
  );
}
