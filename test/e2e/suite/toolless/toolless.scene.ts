import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { allKnown, extension, nextTask, showSidebar, sidebarRow, tidy } from '../../harness/workbench';

describe('A build whose castxml and ninja do not exist', () => {
  before(tidy);

  it('says so above the modules, and still shows them', async () => {
    const api = await extension();
    await eventually(() => api.model.situation === 'ready');
    await showSidebar();
    await sidebarRow('castxml is missing');
    await sidebarRow('ninja is missing');
    await sidebarRow('ITKCommon');
    await host.waitFor('.statusbar-item:has-text("ITK")');
    await host.screenshot('tools-missing');
  });

  it('explains in a message how to install them', async () => {
    await host.click('.pane-body .monaco-list-row:has-text("castxml is missing")');
    await host.waitFor('.notification-toast:has-text("apt-get install castxml")');
    await host.screenshot('castxml-missing');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('fails a run with a clear line in the terminal', async () => {
    await extension();
    const ended = nextTask();
    void vscode.commands.executeCommand('itkWrapping.runCastxml', { type: 'itkThresholdImageFilter' });
    assert.notEqual((await ended).exitCode, 0);
    await vscode.commands.executeCommand('workbench.action.terminal.focus');
    await host.screenshot('run-without-castxml');
    await allKnown();
  });

  it('says in the check of the machine which step breaks', async () => {
    const ended = nextTask();
    void vscode.commands.executeCommand('itkWrapping.doctor');
    assert.equal((await ended).exitCode, 1);
    await host.waitFor('.notification-toast:has-text("The check of this machine found errors")');
    await host.screenshot('doctor');
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});
