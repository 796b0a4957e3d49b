import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { themes } from '../../harness/looks';
import { allKnown, tidy, useTheme } from '../../harness/workbench';

const activeName = (): string => vscode.window.activeTextEditor?.document.uri.path.split('/').pop() ?? '';
const row = (text: string): string => `.quick-input-list .monaco-list-row:has-text("${text}")`;

describe('The instantiations of a build', () => {
  before(async () => {
    await tidy();
    await allKnown();
  });
  after(async () => {
    await tidy();
    // The sidebar has shown the types of the files that were opened.
    await vscode.commands.executeCommand('workbench.actions.treeView.itkWrapping.modules.collapseAll');
  });

  /** Types a text into the search until the evaluation has ended and finds something. */
  const search = async (text: string, expected: string): Promise<void> => {
    void vscode.commands.executeCommand('itkWrapping.goToInstantiation');
    await host.waitFor('.quick-input-widget input');
    await eventually(
      async () => {
        await host.keys('Control+A');
        await host.type(text);
        await host.waitFor(row(expected), { timeoutMs: 2000 });
        return true;
      },
      { timeoutMs: 60_000 },
    );
  };

  it('are found by words, and lead to the line that makes them', async () => {
    await search('abs if2', 'itk.AbsImageFilter[itk.Image[itk.F,2],itk.Image[itk.F,2]]');
    for (const [name, theme] of Object.entries(themes)) {
      await useTheme(theme);
      await host.screenshot(`instantiations-${name}`);
    }
    await host.keys('Enter');
    await eventually(() => activeName() === 'itkAbsImageFilter.wrap');
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 2);
  });

  it('that do not exist lead to the changes that would make them, and one is made', async () => {
    await search('itk.AbsImageFilter[itk.Image[itk.UC,2],itk.Image[itk.UC,2]]', 'Find what would wrap');
    await host.keys('Enter');
    await host.waitFor(row('Add a line to itkAbsImageFilter.wrap'), { timeoutMs: 60_000 });
    for (const [name, theme] of Object.entries(themes)) {
      await useTheme(theme);
      await host.screenshot(`why-changes-${name}`);
    }
    await host.click(row('Add a line to itkAbsImageFilter.wrap'));
    await eventually(() => activeName() === 'itkAbsImageFilter.wrap');
    const document = vscode.window.activeTextEditor!.document;
    await eventually(() => /itk_wrap_template\(.*ITKM_IUC2/.test(document.getText()));
    assert.ok(document.isDirty);
    await host.screenshot('why-line');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('that need others lead to all the lines, in several files', async () => {
    void vscode.commands.executeCommand(
      'itkWrapping.why',
      'itk.AbsImageFilter[itk.Image[itk.D,4],itk.Image[itk.D,4]]',
    );
    const lines = row('lines to itkAbsImageFilter.wrap and what it needs');
    await host.waitFor(lines, { timeoutMs: 60_000 });
    for (const [name, theme] of Object.entries(themes)) {
      await useTheme(theme);
      await host.screenshot(`why-lines-${name}`);
    }
    await host.click(lines);
    await eventually(() => activeName() === 'itkAbsImageFilter.wrap');
    await eventually(
      () =>
        vscode.workspace.textDocuments.filter(
          ({ isDirty, fileName }) => isDirty && fileName.endsWith('.wrap'),
        ).length === 4,
    );
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  });

  it('are named with their line if they are wrapped', async () => {
    void vscode.commands.executeCommand(
      'itkWrapping.why',
      'itk.AbsImageFilter[itk.Image[itk.F,2],itk.Image[itk.F,2]]',
    );
    await host.waitFor(row('itkAbsImageFilterIF2IF2'), { timeoutMs: 60_000 });
    await host.screenshot('why-wrapped');
    await host.keys('Escape');
  });
});
