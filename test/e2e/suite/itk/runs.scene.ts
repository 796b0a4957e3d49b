import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { parseCxx } from '../../../../server/src/build/inputs/castxml-cxx';
import { instantiationsOf } from '../../../../server/src/shared/states/counts';
import { eventually } from '../../../support/eventually';
import { figure, seconds } from '../../harness/figures';
import { host } from '../../harness/host';
import { sizes, themes } from '../../harness/looks';
import {
  allKnown,
  at,
  expand,
  nextTask,
  openAt,
  showHover,
  showSidebar,
  sidebarRow,
  sidebarRows,
  tidy,
  useTheme,
} from '../../harness/workbench';

const page = { in: 'webview', timeoutMs: 60_000 } as const;
const SLOW = { timeoutMs: 180_000 };
const type = 'itkMedianImageFilter';
const smoothing = 'Modules/Filtering/Smoothing';
const className = 'itk::MedianImageFilter';
const wrap = (): vscode.Uri => at(`${smoothing}/wrapping/${type}.wrap`);
/** A module of two types that needs nothing but ITKCommon. */
const small = 'ITKImageFrequency';

const problems = (): vscode.Diagnostic[] =>
  vscode.languages
    .getDiagnostics()
    .flatMap(([, found]) => found)
    .filter(({ code }) => code === 'pkl-missing' || code === 'stamp-missing');

/** The text of an element of the graph. */
const textOf = (selector: string): Promise<string> =>
  host.evaluate(`document.querySelector('${selector}').textContent`, selector, page);

/** Takes a picture in each size and each theme. `show` brings up what changing the theme closes. */
async function pictures(name: string, show: () => Promise<unknown>): Promise<void> {
  for (const [width, height] of sizes) {
    await host.resize(width, height);
    for (const [color, theme] of Object.entries(themes)) {
      await useTheme(theme);
      await show();
      await host.screenshot(`${name}-${width}-${color}`);
      await host.keys('Escape');
    }
  }
  await host.resize(1440, 900);
}

/** Shows the class with its lens, its hover and its row in the sidebar. */
async function showClass(state: string): Promise<void> {
  await openAt(wrap(), className);
  await host.waitFor(`.codelens-decoration:has-text("${state}")`);
  await host.restPointer();
  await showHover(state);
}

/**
 * The day of a person who wraps: a class is run and run again, a header changes, a module gets its SWIG inputs, files are
 * lost. ITK 5.2.1 has no pkl files, and no stamps before the cache is set up. Lost pkl files are played on the sample.
 */
describe('Runs on the real ITK', () => {
  before(async function () {
    this.timeout(120_000);
    await tidy();
    await allKnown();
    await showSidebar();
    await host.resize(1440, 900);
    // The sidebar follows the open file.
    await openAt(wrap(), className);
    await sidebarRow(type);
  });
  after(async () => {
    await host.resize(1400, 900);
    await useTheme(themes.dark);
    await tidy();
  });

  it('castxml from the lens turns a MISS into a HIT, and says so', async function () {
    this.timeout(400_000);
    const api = await allKnown();
    await pictures('runs-before', () => showClass('MISS'));
    await openAt(wrap(), className);
    const began = performance.now();
    await host.click('.codelens-decoration a:has-text("castxml")');
    await eventually(() => api.model.type(type)?.state === 'hit', SLOW);
    await figure(`a HIT ${seconds(began)} after the click on the lens`);
    await host.waitFor('.statusbar-item:has-text("0 hits, 1 miss")');
    await eventually(() => api.model.type(type)?.xmlState === 'fresh');
    await sidebarRow(type, 'HIT');
    await pictures('runs-hit', () => showClass('HIT'));
  });

  it('castxml from the lens, once more, needs no castxml', async () => {
    await openAt(wrap(), className);
    const ended = nextTask();
    const began = performance.now();
    await host.click('.codelens-decoration a:has-text("castxml")');
    assert.equal((await ended).exitCode, 0);
    await figure(`served again ${seconds(began)} after the click`);
    await host.waitFor('.statusbar-item:has-text("1 hit, 0 misses")');
    await host.screenshot('runs-hit-again');
  });

  it('the header that changed is named, and the HIT is back when the header is as before', async function () {
    this.timeout(240_000);
    const api = await allKnown();
    const file = at(`${smoothing}/include/itkMedianImageFilter.h`).fsPath;
    const bytes = readFileSync(file);
    const { atime, mtime } = statSync(file);
    await openAt(wrap(), className);
    await host.waitFor('.codelens-decoration:has-text("HIT")');
    const began = performance.now();
    writeFileSync(file, `${bytes.toString()}\nnamespace itk { struct EditOfTheDay { int member; }; }\n`);
    await host.waitFor('.codelens-decoration:has-text("itkMedianImageFilter.h changed")');
    const took = performance.now() - began;
    await figure(`the lens names the header ${seconds(began)} after it was saved`);
    assert.ok(took < 10_000, `${took} ms`);
    await sidebarRow(type, 'itkMedianImageFilter.h changed');
    await eventually(() => api.model.type(type)?.xmlState === 'stale');
    await pictures('runs-header-changed', () => showClass('MISS'));
    writeFileSync(file, bytes);
    utimesSync(file, atime, mtime);
    await eventually(() => api.model.type(type)?.state === 'hit');
    await host.waitFor('.codelens-decoration:has-text("HIT")');
  });

  it('every place tells the same numbers', async function () {
    this.timeout(120_000);
    const api = await allKnown();
    const number = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? NaN);
    const cxx = readFileSync(vscode.Uri.parse(api.model.type(type)!.cxx).fsPath, 'utf8');
    const wrapped = instantiationsOf({ instantiations: parseCxx(cxx) }).length;
    assert.ok(wrapped > 3);

    await openAt(wrap(), className);
    await host.waitFor('.codelens-decoration:has-text("instantiations")');
    const [lens = ''] = await host.texts('.codelens-decoration a:has-text("instantiations")');
    assert.equal(number(lens, /(\d+) instantiations/), wrapped, 'the lens');
    assert.equal(number(await showHover('instantiations'), /(\d+) instantiations/), wrapped, 'the hover');
    await host.keys('Escape');
    api.modulesView.filter = { ...api.modulesView.filter, text: type };
    await sidebarRow(type, 'HIT');
    await host.click(`${sidebarRows}:has-text("${type}") .monaco-tl-twistie`);
    await sidebarRow(`${type}I`, className);
    // VS Code draws the rows one after the other while they slide in.
    await eventually(async () => {
      const names = (await host.texts(sidebarRows)).filter((text) => text.includes(`${type}I`));
      assert.equal(names.length, wrapped, 'the sidebar');
      return true;
    });
    const module = await sidebarRow('ITKSmoothing');
    await host.screenshot('runs-numbers-sidebar');
    await vscode.commands.executeCommand('itkWrapping.clearFilter');

    await vscode.commands.executeCommand('itkWrapping.showGraph', { module: 'ITKSmoothing' });
    await host.waitFor(`g.node[data-node="wrap:${type}"]`, page);
    const node = await textOf(`g.node[data-node="wrap:${type}"]`);
    assert.equal(number(node.replace(type, ''), /(\d+)/), wrapped, `the graph: ${node}`);

    const hits = api.model.allTypes().filter(({ state }) => state === 'hit').length;
    const types = api.model.allTypes().length;
    const inModule = api.model.allTypes().filter((one) => one.module === 'ITKSmoothing').length;
    assert.equal(hits, 1);
    assert.equal(number(module, /(\d+)\/\d+ hit/), hits, 'the module’s row');
    assert.equal(number(module, /\d+\/(\d+) hit/), inModule, 'the module’s row');
    const [status = ''] = await host.texts('.statusbar-item:has-text("hit")');
    assert.match(status, new RegExp(`ITK ${hits}/${types} hit`), 'the status bar');
    await vscode.commands.executeCommand('itkWrapping.showGraph', { kind: 'overview' });
    await host.waitFor('g.node[data-node="module:ITKSmoothing"]', page);
    const [summary = ''] = await host.texts('p.summary', page);
    assert.equal(number(summary, /(\d+) HIT/), hits, summary);
    assert.equal(number(summary, /(\d+) types/), types, summary);
    const card = await textOf('g.node[data-node="module:ITKSmoothing"]');
    assert.ok(card.includes(`${hits}/${inModule}`), card);
    await host.click('.pane-header:has-text("Modules")');
    await vscode.commands.executeCommand('itkWrapping.cache.focus');
    assert.equal(number(await sidebarRow('Entries'), /(\d+)/), hits, 'the Cache view');
    await sidebarRow('Hit rate', '50.0%');
    await host.screenshot('runs-numbers-cache');
    await host.click('.pane-header:has-text("Modules")');
  });

  it('igenerator of a small module completes it', async function () {
    this.timeout(400_000);
    const api = await allKnown();
    api.modulesView.filter = { ...api.modulesView.filter, text: small };
    await expand(small);
    await vscode.commands.executeCommand('itkWrapping.rebuildModule', { module: small });
    await eventually(() => api.model.module(small)?.state === 'complete');
    await host.waitFor(`.statusbar-item:has-text("build ${small}: ")`);
    await host.waitFor(`${sidebarRows}[aria-label^="Module ${small}, complete"]`);
    await vscode.commands.executeCommand('itkWrapping.showGraph', { module: small });
    await host.waitFor(`.crumbs h1:has-text("${small}")`, page);
    await pictures('runs-module-complete', () => host.restPointer());
  });

  it('igenerator is not started for a module if modules that it needs lack their .idx files', async function () {
    this.timeout(240_000);
    await vscode.commands.executeCommand('itkWrapping.runCastxmlModule', { module: 'ITKAntiAlias' });
    const ended = nextTask();
    void vscode.commands.executeCommand('itkWrapping.runIgenerator', { module: 'ITKAntiAlias' });
    assert.equal((await ended).exitCode, 1);
    await host.waitFor('.notification-toast:has-text("igenerator ITKAntiAlias failed")');
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.terminal.focus');
    await host.screenshot('runs-igenerator-refused');
    await tidy();
  });

  it('a lost .idx makes the module out of date, which is no problem, because ninja tracks it', async function () {
    this.timeout(240_000);
    const api = await allKnown();
    const [lost] = api.model.allTypes().filter(({ module }) => module === small);
    const idx = at(`build/Wrapping/Typedefs/${lost!.name}.idx`);
    const began = performance.now();
    rmSync(idx.fsPath);
    await sidebarRow(small, 'out of date');
    await figure(`out of date ${seconds(began)} after a .idx was lost`);
    assert.deepEqual(problems(), []);
    await expand(small);
    await vscode.commands.executeCommand('itkWrapping.showGraph', { module: small });
    await host.waitFor(`.crumbs h1:has-text("${small}")`, page);
    await pictures('runs-idx-lost', () => host.restPointer());
    const ended = nextTask();
    void vscode.commands.executeCommand('itkWrapping.runIgenerator', { module: small });
    assert.equal((await ended).exitCode, 0);
    await host.waitFor(`${sidebarRows}[aria-label^="Module ${small}, complete"]`);
    await vscode.workspace.fs.stat(idx);
    await vscode.commands.executeCommand('itkWrapping.clearFilter');
  });
});
