import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { pkl } from '../../harness/sample';
import { allKnown, at, nextTask, openAt, showSidebar, tidy, useTheme } from '../../harness/workbench';

const activeName = (): string => vscode.window.activeTextEditor?.document.uri.path.split('/').pop() ?? '';
const type = 'itkAbsImageFilter';

describe('The extension with its commands', () => {
  before(async () => {
    await tidy();
    await allKnown();
    await showSidebar();
  });

  after(async () => {
    // Undoing the setup removed the stamps, and a run made a module's outputs older than its XML.
    const tasks = await vscode.tasks.fetchTasks({ type: 'itkWrap' });
    const all = tasks.find(
      ({ definition }) => definition.action === 'igenerator' && definition.target === 'all',
    );
    const ended = nextTask();
    if (all) await vscode.tasks.executeTask(all);
    assert.equal((await ended).exitCode, 0);
    const api = await allKnown();
    await eventually(() => api.model.allModules().every(({ state }) => state === 'complete'));
    await tidy();
  });

  it('registers all commands, and gives a title to each command of the palette', async () => {
    const { packageJSON } = vscode.extensions.getExtension('itk-wrapping.itk-wrapping')!;
    const known = new Set(await vscode.commands.getCommands());
    for (const { command, title } of packageJSON.contributes.commands as {
      command: string;
      title: string;
    }[]) {
      assert.ok(known.has(command), command);
      assert.ok(title && !title.includes('%'), `${command}: ${title}`);
    }
  });

  it('goes to a type by its name', async () => {
    void vscode.commands.executeCommand('itkWrapping.goToType');
    await host.waitFor('.quick-input-widget input');
    // Alphabetically, itkBinaryThresholdImageFilter comes first.
    await host.type('thresholdImageFilter');
    await host.waitFor('.quick-input-list .monaco-list-row.focused:has-text("itkThresholdImageFilter")');
    await host.keys('Control+A');
    await host.type('AbsImage');
    await host.waitFor(`.quick-input-list .monaco-list-row:has-text("${type}")`);
    await host.screenshot('go-to-type');
    await host.keys('Enter');
    await eventually(() => activeName() === `${type}.wrap`);
  });

  it('opens the .cxx among the generated files, and a header', async () => {
    void vscode.commands.executeCommand('itkWrapping.openGenerated', { type });
    await host.waitFor('.quick-input-list .monaco-list-row:has-text(".castxml.inc")');
    await host.keys('Enter');
    await eventually(() => activeName() === `${type}.cxx`);
    void vscode.commands.executeCommand('itkWrapping.openHeader', { type });
    await host.waitFor(`.quick-input-list .monaco-list-row:has-text("${type}.h")`);
    await host.keys('Escape');
    await vscode.commands.executeCommand('itkWrapping.openInterface', { type });
    await eventually(() => activeName() === `${type}.i`);
  });

  it('copies the L1 key', async () => {
    const api = await allKnown();
    await vscode.commands.executeCommand('itkWrapping.copyL1', { type });
    assert.equal(await vscode.env.clipboard.readText(), api.model.type(type)?.l1);
  });

  it('explains a type, input by input', async () => {
    await tidy();
    await vscode.commands.executeCommand('itkWrapping.explain', { type });
    await host.waitFor('h1:has-text("itkAbsImageFilter")', { in: 'webview' });
    await host.waitFor('.tab.active:has-text("itkAbsImageFilter explained")');
    await host.screenshot('explain');
    await tidy();
  });

  it('goes from a command to its macro, which has colors', async () => {
    await openAt(
      at('Modules/Filtering/ImageIntensity/wrapping/itkAbsImageFilter.wrap'),
      'itk_wrap_class("itk::AbsImageFilter"',
    );
    await vscode.commands.executeCommand('editor.action.revealDefinition');
    await eventually(() => activeName().endsWith('.cmake'));
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'cmake');
    const colors = (): Promise<string[]> =>
      host.evaluate(
        `[...new Set([...document.querySelectorAll('.editor-instance .view-line span span')].map((span) => getComputedStyle(span).color))]`,
      );
    await eventually(async () => (await colors()).length > 3);
    await host.screenshot('macro');
    await tidy();
  });

  it('repairs all modules that lack a pkl file at once', async () => {
    const api = await allKnown();
    await vscode.workspace.fs.delete(pkl('MaskImageFilter.itkMaskImageFilter.pkl'));
    await eventually(() => api.model.module('ITKImageIntensity')?.state === 'pkl-missing');
    await vscode.commands.executeCommand('itkWrapping.repairStamps');
    await eventually(() => api.model.module('ITKImageIntensity')?.state === 'complete');
    await vscode.workspace.fs.stat(pkl('MaskImageFilter.itkMaskImageFilter.pkl'));
  });

  it('offers the classes that are not wrapped yet for a new .wrap', async () => {
    await tidy();
    await vscode.window.showTextDocument(
      at('Modules/Filtering/ImageIntensity/wrapping/itkAbsImageFilter.wrap'),
    );
    void vscode.commands.executeCommand('itkWrapping.newWrap');
    await host.waitFor('.quick-input-list .monaco-list-row:has-text("itk::UnaryFunctorImageFilter")');
    await host.waitFor('.quick-input-list .monaco-list-row:has-text("ITKImageIntensity")');
    await host.screenshot('new-wrap-classes');
    await host.keys('Escape');
    await tidy();
  });

  it('writes a .wrap for a class of a header', async () => {
    const header = at('Modules/Filtering/ImageIntensity/include/itkUnaryFunctorImageFilter.h');
    const made = at('Modules/Filtering/ImageIntensity/wrapping/itkUnaryFunctorImageFilter.wrap');
    void vscode.commands.executeCommand('itkWrapping.newWrap', header);
    await host.waitFor('.quick-input-list .monaco-list-row:has-text("WRAP_ITK_SCALAR")');
    await host.screenshot('new-wrap');
    await host.keys('Enter');
    await eventually(() => activeName() === 'itkUnaryFunctorImageFilter.wrap');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /^itk_wrap_class\("itk::UnaryFunctorImageFilter" POINTER\)\n/);
    assert.match(text, /itk_end_wrap_class\(\)\n$/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(made);
  });

  it('ticks off the first step of the walkthrough when a build is shown', async () => {
    await tidy();
    await vscode.commands.executeCommand('itkWrapping.openWalkthrough');
    await host.waitFor('.getting-started-step:has-text("Find a build")');
    await host.screenshot('walkthrough');
    await host.waitFor(
      '.getting-started-step:has-text("Find a build") .codicon-getting-started-step-checked.complete',
    );
    await tidy();
  });

  it('reports versions and state, and nothing private', async () => {
    await vscode.commands.executeCommand('itkWrapping.report');
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /types: 19/);
    assert.ok(!text.includes(at('').fsPath) && !text.includes('/tmp'), text);
  });

  it('verifies the cache', async () => {
    await vscode.commands.executeCommand('itkWrapping.runCastxml', { type: 'itkSize' });
    await vscode.commands.executeCommand('itkWrapping.cacheVerify');
    await vscode.commands.executeCommand('workbench.action.terminal.focus');
    await host.waitFor('.task-tab, .terminal-tabs-entry, .single-terminal-tab');
  });

  it('checks whether this machine can wrap the build', async () => {
    await tidy();
    const ended = nextTask();
    void vscode.commands.executeCommand('itkWrapping.doctor');
    assert.equal((await ended).exitCode, 0);
    await host.waitFor('.statusbar-item:has-text("This machine can wrap this build.")');
    await host.screenshot('doctor');
  });

  it('shows a menu behind the status bar item', async () => {
    await tidy();
    await host.click('.statusbar-item:has-text("hit")');
    await host.waitFor('.quick-input-list .monaco-list-row:has-text("Rebuild what changed")');
    await host.screenshot('menu');
    await host.keys('Escape');
  });

  it('sets up the cache in the build, and undoes it', async () => {
    const api = await allKnown();
    for (const [command, button, state] of [
      ['itkWrapping.setup', 'Set Up', 'ours'],
      ['itkWrapping.undoSetup', 'Undo the Setup', 'none'],
    ] as const) {
      const done = vscode.commands.executeCommand(command);
      await host.waitFor(`.quick-input-list .monaco-list-row:has-text("${button}")`);
      await host.screenshot(command.replace('itkWrapping.', ''));
      await host.click(`.quick-input-list .monaco-list-row:has-text("${button}")`);
      await done;
      await eventually(() => api.model.view.build?.cacheSetup === state, { timeoutMs: 20_000 });
    }
  });

  it('measures how much time the cache saves, and shows the chart', async () => {
    const done = vscode.commands.executeCommand('itkWrapping.benchmark');
    await host.waitFor('.quick-input-list .monaco-list-row:has-text("3 types")');
    await host.screenshot('benchmark-pick');
    await host.click('.quick-input-list .monaco-list-row:has-text("3 types")');
    await done;
    await host.waitFor('svg rect.bar', { in: 'webview', timeoutMs: 20_000 });
    await host.screenshot('benchmark');
    await useTheme('Default Light Modern');
    await host.screenshot('benchmark-light');
    await useTheme('Default Dark Modern');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows where the time of the build went', async () => {
    await vscode.commands.executeCommand('itkWrapping.showTimings');
    await host.waitFor('#timeline > svg path.box', { in: 'webview', timeoutMs: 20_000 });
    await host.screenshot('timings');
    await useTheme('Default Light Modern');
    await host.waitFor('html[data-scheme="light"] #timeline > svg path.box', { in: 'webview' });
    await host.screenshot('timings-light');
    await useTheme('Default Dark Modern');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('restarts the server', async () => {
    await vscode.commands.executeCommand('itkWrapping.restartServer');
    const api = await allKnown();
    assert.equal(api.model.allTypes().length, 19);
  });

  it('shows the walkthrough', async () => {
    await tidy();
    await vscode.commands.executeCommand('itkWrapping.openWalkthrough');
    await host.waitFor('.gettingStartedContainer :text("Find a build")');
    await host.screenshot('walkthrough');
    await tidy();
  });
});
