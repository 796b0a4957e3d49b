import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { allKnown, at, showSidebar, sidebarRow, tidy } from '../../harness/workbench';

const use = (build: string): Thenable<unknown> => vscode.commands.executeCommand('standIn.useBuild', build);

describe('The extension with CMake Tools', () => {
  before(tidy);

  it('shows the build that CMake Tools uses, though another was configured later', async () => {
    const api = await allKnown();
    await eventually(() => api.model.view.build?.dir === at('build').fsPath);
    await showSidebar();
    await vscode.commands.executeCommand('itkWrapping.builds.focus');
    await sidebarRow('build', 'active');
    await sidebarRow('build-later');
    await host.screenshot('cmake-tools');
  });

  it('shows another build when CMake Tools changes its preset or kit', async () => {
    const api = await allKnown();
    await use('build-later');
    await eventually(() => api.model.view.build?.dir === at('build-later').fsPath);
    await allKnown();
    await sidebarRow('build-later', 'active');
  });

  it('configures nothing, and ignores a build directory that does not exist', async () => {
    const api = await allKnown();
    const cache = at('build/CMakeCache.txt').fsPath;
    const before = await readFile(cache, 'utf8');
    await use('build-of-no-preset');
    await use('build');
    await eventually(() => api.model.view.build?.dir === at('build').fsPath);
    assert.equal(await readFile(cache, 'utf8'), before);
    assert.ok(!(await readdir(at('').fsPath)).includes('build-of-no-preset'));
  });

  it('prefers the build that the settings name', async () => {
    const api = await allKnown();
    const settings = vscode.workspace.getConfiguration('itkWrapping');
    await settings.update('buildDirectory', at('build-later').fsPath, vscode.ConfigurationTarget.Workspace);
    await eventually(() => api.model.view.build?.dir === at('build-later').fsPath);
    await settings.update('buildDirectory', undefined, vscode.ConfigurationTarget.Workspace);
    await eventually(() => api.model.view.build?.dir === at('build').fsPath);
  });
});
