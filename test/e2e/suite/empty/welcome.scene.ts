import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { host } from '../../harness/host';

describe('a folder without anything of ITK', () => {
  it('knows the extension and does not activate it', async () => {
    const extension = vscode.extensions.getExtension('itk-wrapping.itk-wrapping');
    assert.ok(extension, 'the extension is there');
    assert.equal(extension.isActive, false);
    await host.screenshot('workbench');
  });
});
