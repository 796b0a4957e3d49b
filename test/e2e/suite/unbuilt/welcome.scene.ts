import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { host } from '../../harness/host';
import { themes } from '../../harness/looks';
import { eventually } from '../../../support/eventually';
import { extension, nextTask, showSidebar, tidy, useTheme } from '../../harness/workbench';

describe('A workspace without a build', () => {
  it('says so in a welcome view, with a button', async () => {
    const api = await extension();
    await eventually(() => api.model.view.situation === 'no-build');
    await showSidebar();
    await host.waitFor('.welcome-view-content:has-text("No CMake build was found")');
    await host.waitFor('.welcome-view-content .monaco-button:has-text("Choose a Build Directory")');
    await host.screenshot('no-build');
  });

  it('checks the machine by a button, and shows the report in the terminal', async () => {
    const ended = nextTask();
    await host.click('.welcome-view-content .monaco-button:has-text("Check This Machine")');
    // What it finds depends on the machine. 2 would mean that it could not look.
    assert.ok([0, 1].includes((await ended).exitCode ?? 2));
    await host.waitFor('.terminal-wrapper.active');
    await vscode.commands.executeCommand('notifications.clearAll');
    for (const [name, theme] of Object.entries(themes)) {
      await useTheme(theme);
      await host.screenshot(`doctor-${name}`);
    }
    await tidy();
  });
});
