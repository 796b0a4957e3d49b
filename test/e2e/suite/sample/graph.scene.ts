import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { input, pkl } from '../../harness/sample';
import { allKnown, at, nextTask, tidy, useTheme } from '../../harness/workbench';

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
};

describe('The pipeline graph of a module', () => {
  before(tidy);
  after(() => useTheme(themes.dark));

  it('opens with a command, and shows the types with their states', async () => {
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

const page = { in: 'webview' } as const;
const node = (id: string): string => `g.node[data-node="${id}"]`;
const labelOf = (id: string): Promise<string> =>
  host.evaluate<string>(
    `document.querySelector(${JSON.stringify(node(id))}).getAttribute('aria-label')`,
    node(id),
    page,
  );

/** Returns a function that gives every name that a node has had since, in order. A state may last for milliseconds only. */
async function labelsFromNowOn(id: string): Promise<() => Promise<string[]>> {
  await host.evaluate(
    `window.labelsOfScene = [];
     new MutationObserver(() => {
       const label = document.querySelector(${JSON.stringify(node(id))})?.getAttribute('aria-label');
       if (label && label !== window.labelsOfScene.at(-1)) window.labelsOfScene.push(label);
     }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'] });`,
    node(id),
    page,
  );
  return () => host.evaluate<string[]>('window.labelsOfScene', node(id), page);
}

/** axe-core as text. It runs in the page, which allows no other scripts. */
async function axeSource(): Promise<string> {
  const { extensionUri } = vscode.extensions.getExtension('itk-wrapping.itk-wrapping')!;
  const file = vscode.Uri.joinPath(extensionUri, 'node_modules/axe-core/axe.min.js');
  return `${Buffer.from(await vscode.workspace.fs.readFile(file)).toString()};0`;
}

/** A shortened name is read out in full. axe reports that it differs from the visible text, which is fine. */
const axeRun = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations
    .filter(({ id, nodes }) => id !== 'label-content-name-mismatch' || nodes.some(({ html }) => !html.includes('…')))
    .map(({ id, nodes }) => id + ': ' + nodes.map(({ target, failureSummary }) => target + failureSummary)))`;

describe('The pipeline graph', () => {
  before(async () => {
    await tidy();
    await allKnown();
    await vscode.commands.executeCommand('itkWrapping.showGraph', { module: 'ITKThresholding' });
    await host.waitFor(node('xml:itkThresholdImageFilter'), page);
  });
  after(tidy);

  it('finds and counts nodes by search, and filters by state', async () => {
    await host.click('.find input', page);
    await host.type('binary');
    await host.waitFor('.count:has-text("of")', page);
    await host.screenshot('graph-search');
    await host.keys('Escape');
    await host.click('.chip', page);
    await host.waitFor('.count:has-text("of")', page);
    await host.click('.chip', page);
  });

  for (const [level, target, first] of [
    ['the overview', { kind: 'overview' }, 'module:ITKThresholding'],
    ['a module', { module: 'ITKThresholding' }, 'xml:itkThresholdImageFilter'],
    ['a type', null, 'type:itkThresholdImageFilter'],
  ] as const)
    it(`has no accessibility violations in ${level}, in any theme`, async () => {
      if (target) await vscode.commands.executeCommand('itkWrapping.showGraph', target);
      else {
        await host.click(node('wrap:itkThresholdImageFilter'), { ...page, button: 'right' });
        await host.click('.menu button:has-text("Show headers")', page);
      }
      await host.waitFor(node(first), page);
      await host.evaluate(await axeSource(), node(first), page);
      for (const [name, theme] of Object.entries(themes)) {
        await useTheme(theme);
        await host.waitFor(`body.vscode-${name === 'contrast' ? 'high-contrast' : name}`, page);
        await host.screenshot(`graph-${level.replace(/^\w+ /, '')}-${name}`);
        assert.deepEqual(await host.evaluate<string[]>(axeRun, node(first), page), [], name);
      }
      await useTheme(themes.dark);
      if (!target)
        await vscode.commands.executeCommand('itkWrapping.showGraph', { module: 'ITKThresholding' });
      await host.waitFor(node(target ? first : 'xml:itkThresholdImageFilter'), page);
    });

  it('opens the file of a stage beside the graph after a click', async () => {
    await host.click(node('wrap:itkThresholdImageFilter'), page);
    await host.waitFor('.tab:has-text("itkThresholdImageFilter.wrap")');
    await host.screenshot('graph-click');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.commands.executeCommand('itkWrapping.showGraph', { module: 'ITKThresholding' });
  });

  it('shows a run in progress, and what another program writes', async () => {
    const xml = 'xml:itkBinaryThresholdImageFilter';
    await host.waitFor(node(xml), page);
    // So that the cache has no result, and castxml runs for long enough to be looked at.
    const header = at('Modules/Segmentation/Thresholding/include/itkBinaryThresholdImageFilter.h');
    const text = await vscode.workspace.fs.readFile(header);
    const run = async (): Promise<void> => {
      const ended = nextTask();
      void vscode.commands.executeCommand('itkWrapping.runCastxml', {
        type: 'itkBinaryThresholdImageFilter',
      });
      assert.equal((await ended).exitCode, 0);
      await eventually(async () => /HIT.*fresh/.test(await labelOf(xml)), { timeoutMs: 20_000 });
    };
    await vscode.workspace.fs.writeFile(
      header,
      Buffer.concat([text, Buffer.from('namespace itk { struct GraphScene { int member; }; }\n')]),
    );
    await vscode.workspace.fs.delete(input('itkBinaryThresholdImageFilter.xml'));
    await eventually(async () => (await labelOf(xml)).includes('missing'), { timeoutMs: 20_000 });
    const labels = await labelsFromNowOn(xml);
    const first = run();
    await eventually(async () => (await labels()).some((label) => /queued|running/.test(label)));
    await host.screenshot('graph-running');
    await first;
    assert.ok(
      (await labels()).some((label) => label.includes('running')),
      (await labels()).join('\n'),
    );
    await vscode.workspace.fs.writeFile(header, text);
    await eventually(async () => !/HIT.*fresh/.test(await labelOf(xml)), { timeoutMs: 20_000 });
    await run();
    // A file of SWIG, written as by a build in a terminal.
    const cpp = at('build/Wrapping/Modules/ITKThresholding/itkThresholdImageFilterPython.cpp');
    const before = await labelOf('cpp:itkThresholdImageFilter');
    const there = await vscode.workspace.fs.stat(cpp).then(
      () => true,
      () => false,
    );
    if (there) await vscode.workspace.fs.delete(cpp);
    else await vscode.workspace.fs.writeFile(cpp, Buffer.from('// made by a test\n'));
    await eventually(async () => (await labelOf('cpp:itkThresholdImageFilter')) !== before, {
      timeoutMs: 20_000,
    });
    if (!there) await vscode.workspace.fs.delete(cpp);
  });

  it('shows only the modules with problems, by the text that counts them', async () => {
    const api = await allKnown();
    await vscode.workspace.fs.delete(pkl('MaskImageFilter.itkMaskImageFilter.pkl'));
    await eventually(() => api.model.module('ITKImageIntensity')?.state === 'pkl-missing');
    await vscode.commands.executeCommand('itkWrapping.showGraph', { kind: 'overview' });
    const count = api.model.allModules().filter(({ state }) => state !== 'complete').length;
    const chip = `.chip:has-text("${count} module${count === 1 ? '' : 's'} with problems")`;
    await host.waitFor(chip, page);
    await host.click(chip, page);
    await host.waitFor(`.count:has-text("${count} of 3")`, page);
    await host.waitFor('g.node:not(.dim)[data-node="module:ITKImageIntensity"]', page);
    await host.screenshot('graph-problems');
    await host.click('.chip[data-state="attention"]', page);
    await vscode.commands.executeCommand('itkWrapping.repairStamps');
    await vscode.commands.executeCommand('itkWrapping.showGraph', { module: 'ITKThresholding' });
    await host.waitFor(node('xml:itkThresholdImageFilter'), page);
  });

  for (const format of ['SVG', 'PNG'] as const)
    it(`saves the picture as ${format}`, async () => {
      const target = at(`itk-wrapping-ITKThresholding.${format.toLowerCase()}`);
      await host.click(`[aria-label="Save as ${format}"], button:has-text("Save as ${format}")`, page);
      // The dialog accepts Enter only after it has read the folder.
      const saved = await eventually(async () => {
        if ((await host.texts('.quick-input-widget:visible')).length > 0) await host.keys('Enter');
        return vscode.workspace.fs.readFile(target);
      });
      const head = Buffer.from(saved).subarray(0, 8);
      if (format === 'SVG') assert.match(Buffer.from(saved).toString(), /<svg[^]*itkThresholdImageFilter/);
      else assert.deepEqual([...head], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
      await vscode.workspace.fs.delete(target);
      await vscode.commands.executeCommand('notifications.clearAll');
    });
});
