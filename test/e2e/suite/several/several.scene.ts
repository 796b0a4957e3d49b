import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { allKnown, nextTask, showSidebar, sidebarRow, tidy } from '../../harness/workbench';

describe('A window with several folders', () => {
  const folderNamed = (name: string): vscode.WorkspaceFolder => {
    const found = vscode.workspace.workspaceFolders?.find((folder) => folder.name === name);
    assert.ok(found, name);
    return found;
  };
  const buildOf = (name: string): string => vscode.Uri.joinPath(folderNamed(name).uri, 'build').fsPath;
  const lookAt = async (name: string): Promise<void> => {
    const wrap = vscode.Uri.joinPath(folderNamed(name).uri, 'Modules/Core/Common/wrapping/itkImage.wrap');
    await vscode.window.showTextDocument(wrap);
  };

  before(tidy);

  it('shows the build that was configured last', async () => {
    const api = await allKnown();
    await showSidebar();
    await sidebarRow('ITKCommon');
    await eventually(() => api.model.view.build?.dir === buildOf('built'));
    await host.screenshot('several-folders');
  });

  it('shows the build of the folder whose file is active', async () => {
    const api = await allKnown();
    await lookAt('built earlier');
    await eventually(() => api.model.view.build?.dir === buildOf('built earlier'));
    await vscode.commands.executeCommand('itkWrapping.builds.focus');
    await sidebarRow('built earlier/build', 'active in built earlier');
    await host.screenshot('several-builds');
    await lookAt('built');
    await eventually(() => api.model.view.build?.dir === buildOf('built'));
    await allKnown();
  });

  it('saves the choice of a build for one folder only', async () => {
    const api = await allKnown();
    const setting = (folder: string): string | undefined =>
      vscode.workspace.getConfiguration('itkWrapping', folderNamed(folder).uri).get('buildDirectory');
    const row = (name: string): unknown => ({ kind: 'build', build: { dir: buildOf(name) }, active: false });
    await vscode.commands.executeCommand('itkWrapping.useBuild', row('built earlier'));
    await eventually(() => api.model.view.build?.dir === buildOf('built earlier'));
    assert.deepEqual([setting('built'), setting('not built')], [buildOf('built earlier'), '']);
    await vscode.commands.executeCommand('itkWrapping.useBuild', row('built'));
    await eventually(() => api.model.view.build?.dir === buildOf('built'));
  });

  it('offers tasks of the build, and runs them', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'itkWrap' });
    const task = tasks.find(({ definition }) => definition.module === 'ITKThresholding');
    const ended = nextTask();
    await vscode.tasks.executeTask(task!);
    await eventually(async () => (await ended).exitCode === 0, { timeoutMs: 60_000 });
  });

  it('continues without a remote cache that does not answer, and says so', async () => {
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await vscode.commands.executeCommand('itkWrapping.cache.focus');
    await host.click('.pane-header:has-text("Modules")');
    await host.click('.pane-header:has-text("Builds")');
    await vscode.commands.executeCommand('itkWrapping.cacheRefresh');
    await sidebarRow('Remote', 'failing', '127.0.0.1:9');
    await sidebarRow('Remote failures');
    await host.restPointer();
    await host.screenshot('remote');
  });

  it('follows a folder that is removed from the window and added again', async () => {
    const api = await allKnown();
    const [, built] = vscode.workspace.workspaceFolders ?? [];
    assert.equal(built?.name, 'built');
    vscode.workspace.updateWorkspaceFolders(1, 2);
    await eventually(() => api.model.situation === 'no-build');
    vscode.workspace.updateWorkspaceFolders(1, 0, { uri: built.uri, name: built.name });
    await eventually(() => api.model.situation === 'ready');
  });
});
