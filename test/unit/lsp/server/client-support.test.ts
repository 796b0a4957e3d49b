import assert from 'node:assert/strict';
import type { InitializeParams } from 'vscode-languageserver';
import { runsCommands } from '../../../../server/src/lsp/server/client-support';

describe('the capabilities of a client', () => {
  it('include our commands unless its name or an option says otherwise', () => {
    const asked = (name?: string, initializationOptions?: object): boolean =>
      runsCommands({ clientInfo: name && { name }, initializationOptions } as InitializeParams);
    assert.deepEqual([asked(), asked('Visual Studio Code'), asked('Neovim')], [true, true, false]);
    assert.deepEqual(
      [asked('Neovim', { commands: true }), asked(undefined, { commands: false })],
      [true, false],
    );
  });
});
