import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/repository';

interface Command {
  command: string;
  enablement?: string;
}

describe('the conditions of the manifest', () => {
  it('hide commands in the palette that cannot work or that need a row', () => {
    const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      contributes: { commands: Command[]; menus: { commandPalette: { command: string; when: string }[] } };
    };
    const shown = new Map(contributes.menus.commandPalette.map(({ command, when }) => [command, when]));
    for (const { command, enablement } of contributes.commands)
      if (shown.get(command) !== 'false') assert.equal(shown.get(command), enablement, command);
  });

  it('use only operators that VS Code knows, because it would treat any other condition as always true', () => {
    const manifest = readFileSync(path.join(root, 'package.json'), 'utf8');
    const conditions = [...manifest.matchAll(/"(?:when|enablement)": "((?:[^"\\]|\\.)*)"/g)].map(
      ([, text]) => text,
    );
    assert.ok(conditions.length > 50);
    assert.deepEqual(
      conditions.filter((condition) => condition?.includes('!~')),
      [],
    );
  });
});
