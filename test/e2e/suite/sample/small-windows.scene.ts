import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { pkl, wrapFile } from '../../harness/sample';
import {
  allKnown,
  expand,
  openAt,
  showHover,
  showSidebar,
  sidebarRow,
  sidebarRows,
  tidy,
  useTheme,
} from '../../harness/workbench';

const page = { in: 'webview', timeoutMs: 30_000 } as const;
const dark = 'Default Dark Modern';

describe('In little room', () => {
  before(async () => {
    await tidy();
    await allKnown();
    await vscode.workspace.fs.delete(pkl('MaskImageFilter.itkMaskImageFilter.pkl'));
  });
  after(async () => {
    await host.resize(1400, 900);
    await useTheme(dark);
    await vscode.commands.executeCommand('itkWrapping.repairStamps');
    const api = await allKnown();
    await eventually(() => api.model.module('ITKImageIntensity')?.state === 'complete');
    await tidy();
  });

  it('the sidebar keeps the icon of each state', async () => {
    const api = await allKnown();
    await eventually(() => api.model.module('ITKImageIntensity')?.state === 'pkl-missing');
    await showSidebar();
    await vscode.commands.executeCommand('workbench.actions.treeView.itkWrapping.modules.collapseAll');
    await expand('ITKImageIntensity');
    await sidebarRow('itkMaskImageFilter', 'pkl');
    // Room for all rows.
    await host.click('.pane-header:has-text("Builds")');
    const edge = (): Promise<number> =>
      host.evaluate(`document.querySelector('.part.sidebar').getBoundingClientRect().right`);
    const before = await edge();
    await host.drag([before, 600], [220, 600]);
    await host.restPointer();
    assert.ok((await edge()) < 240, `the sidebar ends at ${await edge()}`);
    for (const [name, theme] of [
      ['light', 'Default Light Modern'],
      ['dark', dark],
    ] as const) {
      await useTheme(theme);
      await host.screenshot(`narrow-sidebar-${name}`);
    }
    // Words are cut off, but the icon before the name says what is wrong.
    for (const row of ['ITKImageIntensity', 'itkMaskImageFilter'])
      await host.waitFor(`${sidebarRows}[aria-label*="${row}"] .codicon-diff-removed`);
    await host.drag([await edge(), 600], [before, 600]);
    await host.click('.pane-header:has-text("Builds")');
  });

  it('at a zoom of 200 %, hover, lens, sidebar and graph can be read', async () => {
    await host.resize(700, 450);
    for (const [name, theme] of [
      ['light', 'Default Light Modern'],
      ['dark', dark],
    ] as const) {
      await useTheme(theme);
      await showSidebar();
      await openAt(wrapFile('ITKImageIntensity', 'itkAbsImageFilter'), 'itk::AbsImageFilter');
      await showHover('itk::AbsImageFilter');
      await host.screenshot(`zoom-hover-${name}`);
      await host.keys('Escape');
      await vscode.commands.executeCommand('itkWrapping.showGraph', { module: 'ITKImageIntensity' });
      await host.waitFor('g.node', page);
      await host.screenshot(`zoom-module-${name}`);
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      await vscode.commands.executeCommand('itkWrapping.showGraph', { kind: 'overview' });
      await host.waitFor('g.node[data-node="module:ITKImageIntensity"]', page);
      await host.screenshot(`zoom-overview-${name}`);
    }
    await host.resize(1400, 900);
    await showSidebar();
  });

  it('every row, node and button has a name that says its state', async () => {
    await expand('ITKImageIntensity');
    const names = await host.evaluate<string[]>(
      `[...document.querySelectorAll('${sidebarRows}')].map((row) => row.getAttribute('aria-label') ?? '')`,
    );
    assert.ok(names.every((name) => name.trim() !== ''));
    assert.ok(
      names.some((name) => /^Module ITKImageIntensity, 1 of \d+ pkl files? missing/.test(name)),
      names.join('\n'),
    );
    assert.ok(
      names.some((name) => /^Type itkMaskImageFilter, 1 pkl file missing/.test(name)),
      names.join('\n'),
    );
    await vscode.commands.executeCommand('itkWrapping.showGraph', { module: 'ITKImageIntensity' });
    await host.waitFor('g.node', page);
    const nodes = await host.evaluate<string[]>(
      `[...document.querySelectorAll('g.node')].map((node) => node.getAttribute('aria-label') ?? '')`,
      'g.node',
      page,
    );
    const words =
      /present|fresh|stale|missing|never run|complete|not cached yet|HIT|MISS|UNKNOWN|out of date/;
    assert.deepEqual(
      nodes.filter((name) => !words.test(name)),
      [],
    );
    const unnamed = await host.evaluate<string[]>(
      `[...document.querySelectorAll('button, input')].filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim())).map((one) => one.outerHTML)`,
      'g.node',
      page,
    );
    assert.deepEqual(unnamed, []);
  });

  for (const support of ['auto', 'on', 'off'])
    it(`a screen reader hears what came of a run, if accessibilitySupport is ${support}`, async () => {
      const editor = vscode.workspace.getConfiguration('editor');
      await editor.update('accessibilitySupport', support, vscode.ConfigurationTarget.Global);
      await vscode.commands.executeCommand('notifications.clearAll');
      await listen();
      await vscode.commands.executeCommand('itkWrapping.runIgenerator', { module: 'ITKThresholding' });
      await eventually(async () =>
        (await heard()).some((text) => /igenerator ITKThresholding.* done/.test(text)),
      );
      // A slow run has one with its progress. The result has none.
      const toasts = (await host.texts('.notification-toast')).filter((text) => text.includes('done'));
      assert.deepEqual(toasts, []);
      await host.screenshot(`run-announced-${support}`);
      await editor.update('accessibilitySupport', undefined, vscode.ConfigurationTarget.Global);
    });
});

/**
 * From now on, keeps every text that appears in a live region that was in the page before. Screen readers do not reliably read
 * a region that appears together with its text.
 */
const listen = (): Promise<void> =>
  host.evaluate(`(() => {
    window.heard = [];
    window.listener?.disconnect();
    window.listener = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
        const region = element?.closest('[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]');
        if (region && region.checkVisibility()) window.heard.push(region.textContent);
      }
    });
    window.listener.observe(document.body, { subtree: true, childList: true, characterData: true });
  })()`);

const heard = (): Promise<string[]> => host.evaluate('window.heard');
