import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../harness/eventually';
import { host } from '../../harness/host';
import { allKnown, nextTask, showSidebar, sidebarRow, tidy } from '../../harness/workbench';

describe('Two folders in one window', () => {
  before(tidy);

  it('show the build of the one that is built', async () => {
    const api = await allKnown();
    await showSidebar();
    await sidebarRow('ITKCommon');
    const folders = vscode.workspace.workspaceFolders ?? [];
    const built = folders.find(({ name }) => name === 'built');
    await eventually(() => api.model.view.build?.dir === vscode.Uri.joinPath(built!.uri, 'build').fsPath);
    await host.screenshot('several-folders');
  });

  it('offer tasks of the build, and run them', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'itkWrap' });
    const task = tasks.find(({ definition }) => definition.module === 'ITKThresholding');
    const ended = nextTask();
    await vscode.tasks.executeTask(task!);
    await eventually(async () => (await ended).exitCode === 0, 60_000);
  });

  it('go on without a remote cache that does not answer, and say so', async () => {
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await vscode.commands.executeCommand('itkWrapping.cache.focus');
    await host.click('.pane-header:has-text("Modules")');
    await host.click('.pane-header:has-text("Builds")');
    await vscode.commands.executeCommand('itkWrapping.cacheRefresh');
    await sidebarRow('Remote', 'failing', '127.0.0.1:9');
    await sidebarRow('Runs in which it failed');
    await host.restPointer();
    await host.screenshot('remote');
  });

  it('follow a folder that leaves the window and comes back', async () => {
    const api = await allKnown();
    const [, built] = vscode.workspace.workspaceFolders ?? [];
    assert.equal(built?.name, 'built');
    vscode.workspace.updateWorkspaceFolders(1, 1);
    await eventually(() => api.model.situation === 'no-build');
    vscode.workspace.updateWorkspaceFolders(1, 0, { uri: built.uri, name: built.name });
    await eventually(() => api.model.situation === 'ready');
  });
});
