import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { pkl } from '../../harness/sample';
import { at, allKnown, expand, showSidebar, sidebarRow, sidebarRows, tidy } from '../../harness/workbench';

const rowTexts = async (): Promise<string[]> =>
  (await host.texts(sidebarRows)).map((text) => text.replace(/\s+/g, ' '));
const clear = () => vscode.commands.executeCommand('itkWrapping.clearFilter');

describe('The sidebar with its views', () => {
  before(async () => {
    await tidy();
    await allKnown();
    await showSidebar();
  });

  it('filters modules and types by text while the user types', async () => {
    void vscode.commands.executeCommand('itkWrapping.filterText');
    await host.waitFor('.quick-input-widget input');
    await host.type('threshold');
    await eventually(async () => !(await rowTexts()).some((text) => text.includes('ITKCommon')));
    await host.screenshot('filter-text');
    await host.keys('Enter');
    await sidebarRow('ITKThresholding');
    await host.waitFor('.pane-body :text("2 of 19 types")');
    await clear();
    await sidebarRow('ITKCommon');
  });

  it('filters by state, and groups by state', async () => {
    const api = await allKnown();
    api.modulesView.filter = { ...api.modulesView.filter, states: ['xml-missing'] };
    await host.waitFor('.pane-body :text("XML missing: 0 of 19 types")');
    await clear();
    await vscode.commands.executeCommand('itkWrapping.groupByState');
    const types = api.model.allTypes();
    const [state] = types.map(({ stateLabel }) => stateLabel);
    await sidebarRow(state ?? '', `${types.filter(({ stateLabel }) => stateLabel === state).length} type`);
    await host.screenshot('group-by-state');
    await vscode.commands.executeCommand('itkWrapping.groupByModule');
    await sidebarRow('ITKCommon');
  });

  it('shows the instantiations of a type', async () => {
    await expand('ITKThresholding');
    await sidebarRow('itkThresholdImageFilter');
    await host.click(`${sidebarRows}:has-text("itkThresholdImageFilter") .monaco-tl-twistie`);
    await sidebarRow('itkThresholdImageFilterI', 'itk::ThresholdImageFilter');
  });

  it('reveals the type of the file that is opened', async () => {
    const document = await vscode.workspace.openTextDocument(
      at('Modules/Core/Common/wrapping/itkOffset.wrap'),
    );
    await vscode.window.showTextDocument(document);
    await host.waitFor(`${sidebarRows}.selected:has-text("itkOffset")`);
  });

  it('lists the builds, and the most important facts about the active one', async () => {
    // Rows out of view are not drawn, so this makes room for them.
    await host.click('.pane-header:has-text("Modules")');
    await vscode.commands.executeCommand('itkWrapping.builds.focus');
    await sidebarRow('build', 'active');
    await sidebarRow('Generator', 'Ninja');
    await sidebarRow('Stamps', 'one per module');
    await sidebarRow('Cache in the build', 'not set up');
  });

  it('lists files of types that the build does not have', async () => {
    const api = await allKnown();
    const file = pkl('GoneFilter.itkGoneFilter.pkl');
    await vscode.workspace.fs.writeFile(file, Buffer.from('of an earlier configuration'));
    await eventually(() => api.model.view.leftovers.length === 1);
    await sidebarRow('Leftover pkl files', '1');
    await host.click(`${sidebarRows}:has-text("Leftover pkl files")`);
    await host.waitFor(`${sidebarRows}[aria-label*="No type of this build is named itkGoneFilter"]`);
    await sidebarRow('GoneFilter.itkGoneFilter.pkl');
    await host.restPointer();
    await host.screenshot('leftovers');
    await vscode.workspace.fs.delete(file);
    await eventually(async () => !(await rowTexts()).some((text) => text.includes('Leftover')));
  });

  it('shows the roots of the cache, and the reasons for misses', async () => {
    await vscode.commands.executeCommand('itkWrapping.runCastxml', { type: 'itkOffset' });
    await host.click('.pane-header:has-text("Builds")');
    await vscode.commands.executeCommand('itkWrapping.cache.focus');
    await sidebarRow('Hit rate', '%');
    await sidebarRow('never cached', '▰');
    await sidebarRow('Size', 'of 2.0 GB');
    await host.screenshot('cache');
    await host.click('.pane-header:has-text("Modules")');
  });

  for (const [name, theme] of [
    ['dark', 'Default Dark Modern'],
    ['light', 'Default Light Modern'],
    ['contrast', 'Default High Contrast'],
  ] as const)
    it(`is legible in ${name}`, async () => {
      const settings = vscode.workspace.getConfiguration('workbench');
      await settings.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
      await vscode.commands.executeCommand('workbench.action.closePanel');
      await vscode.commands.executeCommand('itkWrapping.builds.focus');
      await vscode.commands.executeCommand('itkWrapping.cache.focus');
      await vscode.commands.executeCommand('notifications.clearAll');
      await host.screenshot(`views-${name}`);
      await settings.update('colorTheme', 'Default Dark Modern', vscode.ConfigurationTarget.Global);
    });

  it('marks .wrap files in the explorer', async () => {
    await vscode.commands.executeCommand('workbench.view.explorer');
    await host.waitFor('.explorer-folders-view .monaco-list-row:has-text("itkOffset.wrap")');
    const marks = await host.evaluate<string[]>(
      `[...document.querySelectorAll('.explorer-folders-view .monaco-icon-label')].filter((label) => label.textContent.includes('itkOffset.wrap')).map((label) => getComputedStyle(label, '::after').content)`,
    );
    assert.ok(
      marks.some((mark) => /[✓○!]/.test(mark)),
      marks.join(),
    );
    await host.screenshot('decorations');
    await showSidebar();
  });
});
