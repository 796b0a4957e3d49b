import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { themes } from '../../harness/looks';
import { wrapFile } from '../../harness/sample';
import {
  allKnown,
  extension,
  folder,
  showHover,
  sidebarRow,
  sidebarRows,
  tidy,
  useTheme,
} from '../../harness/workbench';

const SLOW = { timeoutMs: 60_000 };
const abs = wrapFile('ITKImageIntensity', 'itkAbsImageFilter');
const listed = (text: string): string => `.quick-input-list .monaco-list-row:has-text("${text}")`;
const mark = '.view-lines .view-line';

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
    cwd: folder().fsPath,
    encoding: 'utf8',
  });

/** Waits until a comparison has ended well. */
const compared = async (): Promise<void> => {
  const { comparison } = await extension();
  await eventually(() => !comparison.isRunning && comparison.report !== null, SLOW);
};

/** The text that VS Code draws after the lines of the open file. */
const drawnMarks = (): Promise<string[]> =>
  host.evaluate(
    `[...document.querySelectorAll('${mark} span[class*="ced-"]')].map((one) => getComputedStyle(one, '::after').content)`,
  );

describe('The changes of a branch', () => {
  before(async () => {
    await tidy();
    await allKnown();
  });
  after(async () => {
    await useTheme(themes.dark);
    await tidy();
  });

  it('are compared by a button of their view', async () => {
    await vscode.commands.executeCommand('itkWrapping.changes.focus');
    for (const view of ['Builds', 'Cache'])
      await host.click(`.pane-header.expanded:has(.title:text-is("${view}"))`);
    await host.waitFor('.welcome-view-content:has-text("See what this branch adds")');
    await host.restPointer();
    await host.screenshot('changes-welcome');
    await host.click('.welcome-view-content .monaco-button:has-text("Compare with Base")');
    await compared();
    const { comparison } = await extension();
    assert.equal(comparison.report?.revision, 'main');
    await sidebarRow('ITKImageIntensity', '+', '−');
  });

  it('are listed by module, type and line, and so are problems and headers', async () => {
    await vscode.commands.executeCommand('itkWrapping.changes.focus');
    await sidebarRow('itkShiftScaleImageFilter', 'removed');
    await sidebarRow('New problems', '2');
    await sidebarRow('POINTER_WITH_SUPERCLASSES', 'itkCastImageFilter.wrap:');
    await sidebarRow('New classes without a .wrap file', '1');
    await sidebarRow('Resolved problems');
    await host.click(`${sidebarRows}:has-text("itkAbsImageFilter") .monaco-tl-twistie`);
    await sidebarRow('Line 2', '+', 'itk_wrap_image_filter("${WRAP_ITK_INT}" 2)');
  });

  it('open the line, which says how it differs from the base', async () => {
    await host.click(`${sidebarRows}:has-text("itk_wrap_image_filter"):has-text("Line 2")`);
    await host.waitFor('.tab.active:has-text("itkAbsImageFilter.wrap")');
    await eventually(() => vscode.window.activeTextEditor?.selection.active.line === 1);
    await eventually(async () => (await drawnMarks()).some((text) => /\+\d+ −0 since main/.test(text)));
    await showHover('+2 −0 since main');
    await host.screenshot('changes-hover');
    await host.keys('Escape');
    await host.restPointer();
    for (const [name, theme] of Object.entries(themes)) {
      await useTheme(theme);
      await host.screenshot(`changes-${name}`);
    }
  });

  it('are compared with another revision that is picked or typed, and a wrong one says what to do', async () => {
    const { comparison } = await extension();
    void vscode.commands.executeCommand('itkWrapping.compareWith');
    await host.waitFor(listed('v1.0'), SLOW);
    await host.waitFor(listed('Base of the branch'));
    await host.screenshot('changes-revisions');
    await host.click(listed('v1.0'));
    await eventually(() => comparison.report?.revision === 'v1.0', SLOW);

    void vscode.commands.executeCommand('itkWrapping.compareWith');
    await host.waitFor(listed('Type a revision'), SLOW);
    await host.click(listed('Type a revision'));
    await host.waitFor('.quick-input-widget .quick-input-message:has-text("A commit")');
    await host.type('--output=x');
    await host.waitFor('.quick-input-widget .quick-input-message:has-text("does not begin with a dash")');
    await host.keys('Control+A');
    await host.type('nope');
    await host.keys('Enter');
    await eventually(() => comparison.problem !== '' && !comparison.isRunning, SLOW);
    assert.match(comparison.problem, /git knows no commit “nope” here/);
    await host.waitFor('.notification-list-item:has-text("git knows no commit")');
    await host.screenshot('changes-unknown-revision');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('can be cancelled, and forgotten', async () => {
    const { comparison } = await extension();
    await vscode.commands.executeCommand('itkWrapping.clearComparison');
    void vscode.commands.executeCommand('itkWrapping.compareWithBase');
    await eventually(() => comparison.isRunning);
    await host.waitFor('.welcome-view-content .monaco-button:has-text("Cancel")');
    await host.screenshot('changes-running');
    await host.click('.welcome-view-content .monaco-button:has-text("Cancel")');
    await eventually(() => !comparison.isRunning);
    assert.equal(comparison.report, null);
    await host.waitFor('.welcome-view-content:has-text("See what this branch adds")');
    assert.deepEqual(
      (await drawnMarks()).filter((text) => text.includes('since')),
      [],
    );
  });

  it('are compared again when HEAD moves, and say that files were saved since', async () => {
    const { comparison } = await extension();
    await vscode.commands.executeCommand('itkWrapping.compareWithBase');
    await compared();
    const types = (): string[] => comparison.report?.types.map(({ name }) => name) ?? [];
    assert.ok(!types().includes('itkBinaryThresholdImageFilter'));
    rmSync(wrapFile('ITKThresholding', 'itkBinaryThresholdImageFilter').fsPath);
    git('commit', '-qam', 'Remove a type');
    await eventually(() => types().includes('itkBinaryThresholdImageFilter'), SLOW);
    const editor = await vscode.window.showTextDocument(abs);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# A comment.\n'));
    await editor.document.save();
    await eventually(() => comparison.outdated);
    await host.waitFor('.pane-body .message:has-text("Files were saved since")');
    await eventually(async () => (await drawnMarks()).some((text) => /since main/.test(text)));
    await host.screenshot('changes-outdated');
  });
});
