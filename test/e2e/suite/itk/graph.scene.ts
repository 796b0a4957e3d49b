import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { figure, seconds } from '../../harness/figures';
import { host } from '../../harness/host';
import { allKnown, tidy, useTheme } from '../../harness/workbench';

const page = { in: 'webview', timeoutMs: 30_000 } as const;
const node = (id: string): string => `g.node[data-node="${id}"]`;

describe('The pipeline graph of the real ITK', () => {
  before(async function () {
    this.timeout(120_000);
    await tidy();
    await allKnown();
  });
  after(tidy);

  it('shows every module in its layer, in each theme', async () => {
    const api = await allKnown();
    const began = performance.now();
    await vscode.commands.executeCommand('itkWrapping.showGraph');
    await host.waitFor(node('module:ITKCommon'), page);
    await figure(`overview after ${seconds(began)}, the webview’s own start included`);
    // Nodes out of view are not drawn, but each node says how many there are.
    const count = await host.evaluate<string>(
      `document.querySelector('g.node').getAttribute('aria-setsize')`,
      node('module:ITKCommon'),
      page,
    );
    assert.equal(Number(count), api.model.allModules().length);
    for (const [name, theme] of [
      ['light', 'Default Light Modern'],
      ['contrast', 'Default High Contrast'],
      ['dark', 'Default Dark Modern'],
    ] as const) {
      await useTheme(theme);
      await host.restPointer();
      await host.screenshot(`itk-overview-${name}`);
    }
  });

  it('goes down to a module with many types, finds one, and opens its .wrap', async () => {
    const began = performance.now();
    await vscode.commands.executeCommand('itkWrapping.showGraph', { module: 'ITKCommon' });
    await host.waitFor('.crumbs h1:has-text("ITKCommon")', page);
    await host.waitFor('g.node', page);
    await figure(`a module drawn after ${seconds(began)}`);
    await host.screenshot('itk-module');
    await host.click('.find input', page);
    await host.type('itkImageRegion');
    await host.waitFor('.count:has-text("of")', page);
    await host.keys('Enter');
    await host.screenshot('itk-search');
    await host.click(node('wrap:itkImageRegion'), page);
    await eventually(() =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ label }) => label === 'itkImageRegion.wrap'),
      ),
    );
  });
});
