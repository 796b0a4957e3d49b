import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { allKnown, at, nextTask, tidy } from '../../harness/workbench';

const xml = () => at('../build/Wrapping/castxml_inputs/itkSize.xml');
const exists = async (file: vscode.Uri): Promise<boolean> =>
  vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );

/** Runs CastXML for one type. @returns the exit code once the task has ended */
function runCastxml(): Promise<number | undefined> {
  const task = nextTask();
  void vscode.commands.executeCommand('itkWrapping.runCastxml', { type: 'itkSize' });
  return task.then(({ exitCode }) => exitCode);
}

describe('A build outside the workspace', () => {
  before(async () => {
    await tidy();
    await allKnown();
  });

  it('runs nothing if the question is answered with no', async () => {
    const ended = runCastxml();
    await host.waitFor('.monaco-dialog-box:has-text("Run programs of a build outside this workspace?")');
    const [text] = await host.texts('.monaco-dialog-box');
    assert.ok(text?.includes(at('../build').fsPath), text);
    await host.screenshot('question');
    await host.click('.monaco-dialog-box .monaco-button:has-text("Cancel")');
    assert.equal(await ended, 130);
    assert.equal(await exists(xml()), false);
  });

  it('runs its programs once the user has agreed', async () => {
    const ended = runCastxml();
    await host.click('.monaco-dialog-box .monaco-button:has-text("Run")');
    assert.equal(await ended, 0);
    assert.equal(await exists(xml()), true);
  });

  it('asks no second time', async () => {
    await vscode.workspace.fs.delete(xml());
    assert.equal(await runCastxml(), 0);
    await eventually(() => exists(xml()));
  });
});
