import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { wrapFile } from '../../harness/sample';
import { allKnown, openAt, showHover, showSidebar, tidy, useTheme } from '../../harness/workbench';

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
};

describe('In each theme', () => {
  before(async () => {
    await tidy();
    await allKnown();
    await showSidebar();
  });
  after(async () => {
    await useTheme(themes.dark);
    await tidy();
  });

  for (const [name, theme] of Object.entries(themes)) {
    it(`${name}: has a legible hover, lens and row in the sidebar`, async () => {
      await useTheme(theme);
      await openAt(wrapFile('ITKImageIntensity', 'itkAbsImageFilter'), 'itk::AbsImageFilter');
      await host.waitFor('.codelens-decoration a');
      await showHover('itk::AbsImageFilter');
      await host.screenshot(`hover-${name}`);
    });

    it(`${name}: has a legible problem and a visible place in the text`, async () => {
      const file = wrapFile('ITKImageIntensity', 'itkMaskImageFilter');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const editor = await vscode.window.showTextDocument(file);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'itk_wrap_clas("itk::Nothing")\n'));
      await eventually(() => vscode.languages.getDiagnostics(file).length > 0);
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      await host.waitFor('.markers-panel .monaco-list-row');
      await host.screenshot(`problem-${name}`);
      await vscode.window.showTextDocument(file);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.commands.executeCommand('workbench.action.closePanel');
    });

    it(`${name}: has a legible walkthrough`, async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand('itkWrapping.openWalkthrough');
      await host.waitFor('.getting-started-step');
      await host.screenshot(`walkthrough-${name}`);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
  }
});
