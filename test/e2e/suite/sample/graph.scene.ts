import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { host } from '../../harness/host';
import { allKnown, tidy, useTheme } from '../../harness/workbench';

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
};

describe('The pipeline graph of a module', () => {
  before(tidy);
  after(() => useTheme(themes.dark));

  it('is opened by a command and shows the types with their states', async () => {
    await allKnown();
    await vscode.commands.executeCommand('itkWrapping.showGraph', { module: 'ITKThresholding' });
    await host.waitFor('text=itkThresholdImageFilter', { in: 'webview' });
    const text = (await host.texts('body', { in: 'webview' })).join('\n');
    for (const word of ['itkThresholdImageFilter', 'itkBinaryThresholdImageFilter', 'igenerator'])
      assert.ok(text.includes(word), word);
  });

  for (const [name, theme] of Object.entries(themes))
    it(`is legible in ${name}`, async () => {
      await useTheme(theme);
      await host.restPointer();
      await host.screenshot(`graph-${name}`);
    });
});
