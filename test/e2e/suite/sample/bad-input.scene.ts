import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { wrapFile } from '../../harness/sample';
import {
  allKnown,
  at,
  folder,
  hoverText,
  openAt,
  showSidebar,
  sidebarRow,
  tidy,
} from '../../harness/workbench';

describe('A half-written .wrap', () => {
  beforeEach(tidy);

  it('has its error underlined, while everything else keeps working', async () => {
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
    assert.match(
      await hoverText(file, position),
      /6 instantiations[\s\S]*itkShiftScaleImageFilterI\w+ = itk::ShiftScaleImageFilter/,
    );
    await host.screenshot('half-written');
    // Reverting applies to the focused editor.
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually(() => !editor.document.isDirty);
    await eventually(() => vscode.languages.getDiagnostics(file).length === 0);
  });
});

describe('A build that is deleted', () => {
  const build = () => at('build');
  const away = () => vscode.Uri.joinPath(folder(), '../../build-that-was');
  before(tidy);

  it('shows a welcome view that says what to do, until the build is back', async () => {
    const api = await allKnown();
    const file = wrapFile('ITKCommon', 'itkImage');
    const position = await openAt(file, 'itk::Image"');
    await eventually(async () => (await host.texts('.codelens-decoration')).join().includes('instantiation'));
    await vscode.workspace.fs.rename(build(), away());
    try {
      await eventually(() => api.model.view.situation !== 'ready');
      // Nothing old stays on screen.
      await eventually(
        async () => !(await host.texts('.codelens-decoration')).join().includes('instantiation'),
      );
      await showSidebar();
      await host.waitFor('.welcome-view-content .monaco-button:has-text("Choose a Build Directory")');
      assert.match(await hoverText(file, position), /Not in the active build/);
      await host.screenshot('build-deleted');
    } finally {
      await vscode.workspace.fs.rename(away(), build());
    }
    await allKnown();
    await sidebarRow('ITKCommon', 'hit');
    assert.match(await hoverText(file, position), /14 instantiations/);
  });
});

describe('A build that is moved or damaged', () => {
  const build = () => at('build');
  const moved = () => at('build.away');
  const cache = () => at('build/CMakeCache.txt');
  before(tidy);

  it('is reported and shown without states, until it is sound again', async () => {
    const api = await allKnown();
    await vscode.workspace.fs.rename(build(), moved());
    try {
      await eventually(() => api.model.view.situation === 'build-moved');
      assert.match(api.model.view.message, /has been moved or copied to .*build\.away/);
      await showSidebar();
      await host.waitFor('.statusbar-item:has-text("ITK: the build was moved")');
      await host.screenshot('build-moved');
    } finally {
      await vscode.workspace.fs.rename(moved(), build());
    }
    await allKnown();
    const whole = await vscode.workspace.fs.readFile(cache());
    const garbage = Buffer.from('%!PS garbage\nmore of it\n');
    for (const damaged of [whole.subarray(0, whole.length / 2), garbage, Buffer.alloc(0)]) {
      await vscode.workspace.fs.writeFile(cache(), damaged);
      try {
        await eventually(() => api.model.view.situation === 'build-damaged');
        await host.waitFor('.statusbar-item:has-text("CMakeCache.txt is damaged")');
        await host.screenshot('build-damaged');
      } finally {
        await vscode.workspace.fs.writeFile(cache(), whole);
      }
      await eventually(() => api.model.view.situation === 'ready');
    }
    await allKnown();
    await sidebarRow('ITKCommon', 'hit');
  });
});
