import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { commands, methods, type ProblemView } from '../../server/src/protocol';
import type { ModulesView, Row } from './modulesView';
import type { PipelineModel } from './pipelineModel';
import type { ItkWrapTask, ItkWrapTaskProvider } from './tasks';

export interface CommandContext {
  client: LanguageClient;
  model: PipelineModel;
  modulesView: ModulesView;
  tasks: ItkWrapTaskProvider;
  log: vscode.LogOutputChannel;
}

/** What a link, a code action or a sidebar row says a command is about. */
type Target = { type?: string; module?: string } | Row | undefined;

/** Registers every command of the palette, the sidebar and the hovers but the graph's. */
export function registerCommands(context: vscode.ExtensionContext, all: CommandContext): void {
  const register = (name: string, run: (...args: never[]) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(name, run as (...args: unknown[]) => unknown));
  };
  register(commands.runCastxml, async (target: Target) => {
    const type = await pickType(all.model, target);
    if (type) await runTask(all, { type: 'itkWrap', action: 'castxml', wrapType: type });
  });
  register('itkWrapping.runCastxmlModule', async (target: Target) => {
    const module = await pickModule(all.model, target);
    if (module) await runTask(all, { type: 'itkWrap', action: 'castxml', module });
  });
  register(commands.runIgenerator, async (target: Target) => {
    const module = await pickModule(all.model, target);
    if (module) await runTask(all, { type: 'itkWrap', action: 'igenerator', module });
  });
  register(commands.copyKey, (key: string) => vscode.env.clipboard.writeText(key));
  register(commands.openFile, (uri: string) =>
    vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri)),
  );
  register('itkWrapping.rescan', () =>
    vscode.window.withProgress({ location: { viewId: 'itkWrapping.modules' } }, () =>
      all.client.sendRequest(methods.rescan),
    ),
  );
  register('itkWrapping.selectBuild', selectBuild);
  register('itkWrapping.showLog', () => all.log.show());
  register('itkWrapping.showProblem', async (problem: ProblemView) => {
    const open = problem.file ? ['Open CMakeCache.txt'] : [];
    const choice = await vscode.window.showErrorMessage(
      `${problem.message} ${problem.next}`,
      ...open,
      'Look Again',
    );
    if (choice === 'Look Again') await vscode.commands.executeCommand('itkWrapping.rescan');
    else if (choice && problem.file) await vscode.commands.executeCommand(commands.openFile, problem.file);
  });
}

async function runTask(all: CommandContext, definition: ItkWrapTask): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(
      'This workspace is not trusted, so nothing of its build is run. Trust it to run castxml and igenerator.',
    );
    return;
  }
  const code = await all.tasks.run(definition);
  if (code !== 0 && code !== undefined)
    void vscode.window.showErrorMessage(
      `${definition.action} of ${definition.wrapType ?? definition.module} failed with exit code ${code}: the terminal shows why.`,
    );
}

/** The type that the target, the open file or the user names. */
async function pickType(model: PipelineModel, target: Target): Promise<string | undefined> {
  if (target && 'kind' in target) return target.kind === 'type' ? target.name : undefined;
  if (target?.type) return target.type;
  const open = vscode.window.activeTextEditor;
  const own = open && model.typeOfUri(open.document.uri);
  if (own) return own.name;
  const picked = await vscode.window.showQuickPick(
    model.allTypes().map(({ name, module, stateLabel, reason }) => ({
      label: name,
      description: module,
      detail: [stateLabel, reason].filter(Boolean).join(' · '),
    })),
    { title: 'Run castxml', placeHolder: 'A wrapped type', matchOnDescription: true },
  );
  return picked?.label;
}

/** The module that the target, the open file or the user names. */
async function pickModule(model: PipelineModel, target: Target): Promise<string | undefined> {
  if (target && 'kind' in target) return target.kind === 'problem' ? undefined : moduleOfRow(model, target);
  if (target?.module) return target.module;
  const open = vscode.window.activeTextEditor;
  const own = open && model.typeOfUri(open.document.uri);
  if (own) return own.module;
  const picked = await vscode.window.showQuickPick(
    model.allModules().map(({ name, stateLabel }) => ({ label: name, description: stateLabel })),
    { title: 'ITK Wrap', placeHolder: 'A module' },
  );
  return picked?.label;
}

function moduleOfRow(
  model: PipelineModel,
  row: { kind: 'module' | 'type'; name: string },
): string | undefined {
  return row.kind === 'module' ? row.name : model.type(row.name)?.module;
}

async function selectBuild(): Promise<void> {
  const picked = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: 'Use This Build',
    title: 'A build directory of ITK (it holds CMakeCache.txt)',
  });
  const folder = picked?.[0];
  if (!folder) return;
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration('itkWrapping').update('buildDirectory', folder.fsPath, target);
}
