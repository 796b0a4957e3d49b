import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { host } from '../../harness/host';

describe('A folder that has nothing to do with ITK', () => {
  it('has the extension, but does not activate it', async () => {
    const extension = vscode.extensions.getExtension('itk-wrapping.itk-wrapping');
    assert.ok(extension, 'the extension is there');
    assert.equal(extension.isActive, false);
    await host.screenshot('workbench');
  });
});
