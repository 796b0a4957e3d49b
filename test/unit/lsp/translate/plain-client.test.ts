import assert from 'node:assert/strict';
import type { InitializeParams } from 'vscode-languageserver';
import { code, commandLink } from '../../../../server/src/shared/markdown';
import {
  plainActions,
  plainLenses,
  plainMarkdown,
  runsCommands,
} from '../../../../server/src/lsp/translate/plain-client';
import { commands } from '../../../../server/src/shared/protocol';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

describe('what clients without the extension’s commands are told', () => {
  it('is decided by their name, or by an option', () => {
    const asked = (name?: string, initializationOptions?: object): boolean =>
      runsCommands({ clientInfo: name && { name }, initializationOptions } as InitializeParams);
    assert.deepEqual([asked(), asked('Visual Studio Code'), asked('Neovim')], [true, true, false]);
    assert.deepEqual(
      [asked('Neovim', { commands: true }), asked(undefined, { commands: false })],
      [true, false],
    );
  });

  it('has keys in full, files as links, and nothing that runs', () => {
    const key = 'ab'.repeat(32);
    const text = [
      `$(pass-filled) **HIT** · XML fresh · ${commandLink('Run CMake', commands.configure, [])}  `,
      `${commandLink('Run castxml', commands.runCastxml, [{ type: 'a (b)' }])} · ${commandLink('Open XML', commands.openFile, ['file:///b/a%20b.xml'])}`,
      '',
      commandLink('Repair', commands.repair, []),
      '',
      `L1 ${code('abababababab…')} ${commandLink('$(copy)', commands.copyKey, [key], `Copy ${key}`)} · L2 *none*`,
    ].join('\n');
    assert.equal(
      plainMarkdown(text),
      `**HIT** · XML fresh  \n[Open XML](file:///b/a%20b.xml)\n\nL1 \`${key}\` · L2 *none*`,
    );
  });

  it('has lenses that say something and actions that change text', () => {
    const lens = (title: string) => ({ range, command: { title, command: 'x' } });
    assert.deepEqual(
      plainLenses([lens('HIT'), lens('$(play) castxml')]).map(({ command }) => command),
      [{ title: 'HIT', command: '' }],
    );
    const run = { title: 'Run CMake', command: { title: '', command: 'x' } };
    assert.deepEqual(plainActions([run, { title: 'Close', edit: {} }]), [{ title: 'Close', edit: {} }]);
  });
});
