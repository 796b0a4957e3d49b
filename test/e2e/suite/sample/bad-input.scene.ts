import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../harness/eventually';
import { host } from '../../harness/host';
import { wrapFile } from '../../harness/sample';
import { allKnown, hoverText, openAt, tidy } from '../../harness/workbench';

describe('A half-written .wrap', () => {
  beforeEach(tidy);

  it('has its error underlined, and the rest goes on working', async () => {
    await allKnown();
    const file = wrapFile('ITKImageIntensity', 'itkShiftScaleImageFilter');
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
    const end = editor.document.positionAt(editor.document.getText().length);
    await editor.edit((edit) => edit.insert(end, 'itk_wrap_class("itk::Half\nforeach(d ${ITK_WRAP'));
    const [error] = await eventually(() => {
      const found = vscode.languages.getDiagnostics(file);
      return found.length > 0 && found;
    });
    assert.equal(error?.severity, vscode.DiagnosticSeverity.Error);
    const position = await openAt(file, 'itk::ShiftScaleImageFilter');
    assert.match(await hoverText(file, position), /itkShiftScaleImageFilterIF2IF2/);
    await host.screenshot('half-written');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually(() => vscode.languages.getDiagnostics(file).length === 0);
  });
});

describe('A build that is deleted', () => {
  it('leaves a welcome view that says so, and comes back with the build');
});
