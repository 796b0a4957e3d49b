import assert from 'node:assert/strict';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { rawInterface, rawMarkdown, rawOutput } from '../../../eslint.text.mjs';

/** Whether these selectors reject a line. */
function refused(code: string, rules: readonly object[]): boolean {
  const config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    rules: { 'no-restricted-syntax': ['error', ...rules] },
  } as unknown as Linter.Config;
  const found = new Linter().verify(code, config, 'x.ts');
  assert.ok(
    found.every(({ fatal }) => !fatal),
    JSON.stringify(found),
  );
  return found.length > 0;
}

describe('the lint rules that keep text text', () => {
  const interfaces = [
    'vscode.window.showErrorMessage(`${problem.message}`)',
    'void vscode.window.showInformationMessage(text, button)',
    'const show = vscode.window.showWarningMessage',
    'vscode.window.withProgress({ location, title }, work)',
    'vscode.window.setStatusBarMessage(text, 3000)',
    'vscode.window.showQuickPick(items)',
    'const box = vscode.window.createInputBox()',
    "vscode.window.createOutputChannel('x', { log: true })",
    'const tip = new vscode.MarkdownString(`**${name}**`)',
    'const item = new vscode.TreeItem(name)',
    'new vscode.FileDecoration(badge, name)',
    'new vscode.Diagnostic(range, message)',
    'item.tooltip = name',
    'this.tree.description = shortFolder(dir)',
    'panel.title = model.title',
    'status.text = `$(package) ${name}`',
    'const { window } = vscode',
    'const own = vscode.window',
    "import { window } from 'vscode'",
  ];
  for (const code of interfaces) it(`reject ${code}`, () => assert.ok(refused(code, rawInterface)));

  it('allow the rest of the editor’s interface', () => {
    for (const code of [
      "import * as vscode from 'vscode'",
      "import type { Uri } from 'vscode'",
      'const { Global } = vscode.ConfigurationTarget',
      'vscode.window.showTextDocument(uri)',
      'const title = names.join()',
      'showError(problem.message)',
      'withProgress(title, work)',
    ])
      assert.ok(!refused(code, rawInterface), code);
  });

  it('reject Markdown that is written by hand', () => {
    for (const code of [
      'const a = `[${title}](${uri})`',
      "const a = '![x](y)'",
      'const a = `\\`\\`\\`cmake\\n${text}`',
      "const a = '```cpp'",
    ])
      assert.ok(refused(code, [rawMarkdown]), code);
    for (const code of [
      'const a = `**${escape(name)}**`',
      'const a = link(title, uri)',
      "const a = 'f(x[0])'",
    ])
      assert.ok(!refused(code, [rawMarkdown]), code);
  });

  it('reject printing that bypasses the helper', () => {
    for (const code of [
      'process.stdout.write(text)',
      'process.stderr.write(`${name}\\n`)',
      'process[stream].write(chunk)',
      'console.log(name)',
    ])
      assert.ok(refused(code, rawOutput), code);
    assert.ok(!refused('say(name); if (process.stderr.isTTY) note(name)', rawOutput));
  });
});
