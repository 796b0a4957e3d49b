import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { sizes, themes } from '../../harness/looks';
import { allKnown, at, openAt, showHover, showSidebar, tidy, useTheme } from '../../harness/workbench';

const page = { in: 'webview', timeoutMs: 60_000 } as const;
const median = 'Modules/Filtering/Smoothing/wrapping/itkMedianImageFilter.wrap';

describe('A day on the real ITK', () => {
  before(async function () {
    this.timeout(120_000);
    await tidy();
    await allKnown();
    await showSidebar();
  });
  after(async () => {
    await host.resize(1400, 900);
    await useTheme(themes.dark);
    await tidy();
  });

  it('shows a class with its state, actions and keys in the first screen of the hover', async () => {
    await openAt(at(median), 'itk::MedianImageFilter');
    await host.waitFor('.codelens-decoration a');
    const text = await showHover('MISS');
    for (const word of ['not cached yet', 'Run castxml', 'Explain', 'L1'])
      assert.ok(text.includes(word), `${word} is not in ${text}`);
    await host.screenshot('day-hover');
    await host.keys('Escape');
  });

  for (const [width, height] of sizes)
    it(`shows all modules at once in ${width} × ${height}, in each theme`, async function () {
      this.timeout(120_000);
      const api = await allKnown();
      await host.resize(width, height);
      await vscode.commands.executeCommand('itkWrapping.showGraph', { kind: 'overview' });
      await host.waitFor('g.node[data-node="module:ITKCommon"]', page);
      for (const [name, theme] of Object.entries(themes)) {
        await useTheme(theme);
        await host.restPointer();
        await host.screenshot(`day-overview-${width}-${name}`);
      }
      const names = await host.evaluate<{ inside: boolean; height: number }[]>(
        `(() => {
          const stage = document.querySelector('.stage').getBoundingClientRect();
          return [...document.querySelectorAll('g.node')].map((node) => {
            const { left, right, top, bottom } = node.querySelector('text').getBoundingClientRect();
            return { inside: left >= stage.left && right <= stage.right + 1 && top >= stage.top && bottom <= stage.bottom + 1, height: bottom - top };
          });
        })()`,
        'g.node',
        page,
      );
      assert.equal(names.length, api.model.allModules().length);
      assert.ok(
        names.every(({ inside }) => inside),
        `${names.filter((one) => !one.inside).length} names are out of view`,
      );
      assert.ok(names.every((one) => one.height >= 9));
    });

  it('finds a type in the overview and goes to it, back and forward', async () => {
    await host.resize(1440, 900);
    await host.click('.find input', page);
    await host.type('itkMedianImageFilter');
    await host.waitFor('.found [role="option"]:has-text("itkMedianImageFilter")', page);
    await host.screenshot('day-search');
    assert.equal(await host.evaluate(`document.querySelectorAll('.focus-ring').length`, 'g.node', page), 0);
    await host.keys('Enter');
    await host.waitFor('.crumbs h1:has-text("ITKSmoothing")', page);
    await host.screenshot('day-module');
    const right = await host.evaluate<number>(
      `document.querySelector('g.node[data-node="stubs"] .card').getBoundingClientRect().right - document.querySelector('.stage').getBoundingClientRect().right`,
      'g.node[data-node="stubs"]',
      page,
    );
    assert.ok(right <= 0, `the last column is ${right} pixels too far to the right`);
    await host.click('[aria-label="Back (Alt+Left)"]', page);
    await host.waitFor('.crumbs h1:has-text("All modules")', page);
    await host.click('[aria-label="Forward (Alt+Right)"]', page);
    await host.waitFor('.crumbs h1:has-text("ITKSmoothing")', page);
  });

  it('explains a type, and goes to a type by its name', async () => {
    await vscode.commands.executeCommand('itkWrapping.explain', { type: 'itkMedianImageFilter' });
    await host.waitFor('.tab.active:has-text("itkMedianImageFilter explained")');
    await host.screenshot('day-explain');
    void vscode.commands.executeCommand('itkWrapping.goToType');
    await host.waitFor('.quick-input-widget input');
    await host.type('medianImageFilter');
    await host.waitFor('.quick-input-list .monaco-list-row.focused:has-text("itkMedianImageFilter")');
    await host.keys('Enter');
    await eventually(() =>
      vscode.window.activeTextEditor?.document.uri.path.endsWith('/itkMedianImageFilter.wrap'),
    );
  });
});
