import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { figure, seconds } from '../../harness/figures';
import { host } from '../../harness/host';
import { allKnown, expand, showSidebar, sidebarRow, tidy, useTheme } from '../../harness/workbench';

describe('The sidebar on the real ITK', () => {
  before(async function () {
    this.timeout(120_000);
    await tidy();
    await allKnown();
    await showSidebar();
  });

  it('shows all modules and every type’s state, and measures the time', async function () {
    this.timeout(120_000);
    const started = performance.now();
    const restarted = vscode.commands.executeCommand('itkWrapping.restartServer');
    const api = await allKnown();
    await eventually(() => api.model.view.situation === 'searching' || api.model.allTypes().length === 0);
    await eventually(() => api.model.allModules().length > 50, { timeoutMs: 60_000 });
    await figure(`modules listed ${seconds(started)} after the server was started`);
    await sidebarRow('ITKCommon');
    await figure(`modules drawn after ${seconds(started)}`);
    await eventually(() => api.model.allTypes().every(({ state }) => state !== 'unknown'), {
      timeoutMs: 60_000,
    });
    await figure(`${api.model.allTypes().length} states known after ${seconds(started)}`);
    await restarted;
    assert.ok(api.model.allTypes().length > 500);
  });

  it('shows everything in a light and a high-contrast theme', async () => {
    await expand('ITKCommon');
    for (const [name, theme] of [
      ['light', 'Default Light Modern'],
      ['contrast', 'Default High Contrast'],
    ] as const) {
      await useTheme(theme);
      await host.screenshot(`itk-sidebar-${name}`);
    }
    await useTheme('Default Dark Modern');
  });

  it('filters, groups and expands without lag', async () => {
    const api = await allKnown();
    const began = performance.now();
    api.modulesView.filter = { ...api.modulesView.filter, text: 'MedianImage' };
    await sidebarRow('ITKSmoothing');
    await figure(`filtered in ${seconds(began)}`);
    await vscode.commands.executeCommand('itkWrapping.clearFilter');
    await expand('ITKCommon');
    const expanded = performance.now();
    await sidebarRow('itkFixedArray');
    await figure(`a module’s types shown in ${seconds(expanded)}`);
    await host.screenshot('itk-sidebar');
    const grouping = performance.now();
    await vscode.commands.executeCommand('itkWrapping.groupByState');
    await sidebarRow('MISS', 'types');
    await figure(`grouped by state in ${seconds(grouping)}`);
    await vscode.commands.executeCommand('itkWrapping.groupByModule');
  });
});
