import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { input, wrapFile } from '../../harness/sample';
import {
  allKnown,
  expand,
  hoverText,
  nextTask,
  openAt,
  showHover,
  showSidebar,
  sidebarRow,
  tidy,
} from '../../harness/workbench';

const type = 'itkBinaryThresholdImageFilter';
const castxml = { type: 'itkWrap', action: 'castxml', wrapType: type };

describe('Cached castxml', () => {
  before(tidy);

  it('runs as a task from the hover, and misses', async () => {
    const api = await allKnown();
    const file = wrapFile('ITKThresholding', type);
    await openAt(file, 'itk::BinaryThresholdImageFilter');
    // A late event of the watcher has the build read again, and its states are unknown for a moment.
    await eventually(() => api.model.type(type)?.state === 'miss');
    await showHover('Run castxml');
    const task = nextTask();
    await host.click('.monaco-hover a:has-text("Run castxml")');
    const ended = await task;
    assert.equal(ended.exitCode, 0);
    assert.ok(ended.name.includes(type), ended.name);
    await vscode.commands.executeCommand('workbench.action.terminal.focus');
    await host.screenshot('castxml-miss');
  });

  it('is then a HIT in the hover, in the sidebar and in the lens', async () => {
    const file = wrapFile('ITKThresholding', type);
    const position = await openAt(file, 'itk::BinaryThresholdImageFilter');
    const text = await eventually(async () => {
      const hover = await hoverText(file, position);
      return hover.includes('**HIT**') && hover;
    });
    const [l1, l2] = [...text.matchAll(/\b[0-9a-f]{64}\b/g)].map(([key]) => key);
    assert.ok(l1 && l2 && l1 !== l2, 'both keys');
    await expand('ITKThresholding');
    await sidebarRow(type, 'HIT');
    await openAt(file, 'itk::BinaryThresholdImageFilter');
    await host.waitFor('.codelens-decoration:has-text("HIT")');
    await showHover('HIT');
    await host.screenshot('castxml-hit');
  });

  it('runs again from the cache, with the same XML', async () => {
    const xml = input(`${type}.xml`);
    const before = await vscode.workspace.fs.readFile(xml);
    await vscode.workspace.fs.delete(xml);
    const api = await allKnown();
    await eventually(() => api.model.type(type)?.xmlState === 'missing');
    const all = await vscode.tasks.fetchTasks({ type: 'itkWrap' });
    assert.ok(all.length >= 6, 'castxml and igenerator of three modules are offered');
    const task = nextTask();
    await vscode.commands.executeCommand('itkWrapping.runCastxml', { type });
    assert.equal((await task).exitCode, 0);
    assert.deepEqual(await vscode.workspace.fs.readFile(xml), before);
    await eventually(() => api.model.type(type)?.state === 'hit');
  });

  it('misses again after an edit, and says what changed', async () => {
    const api = await allKnown();
    const cxx = input(`${type}.cxx`);
    const original = await vscode.workspace.fs.readFile(cxx);
    await vscode.workspace.fs.writeFile(cxx, Buffer.concat([original, Buffer.from('\nint edited;\n')]));
    await eventually(() => api.model.type(type)?.state === 'miss');
    assert.match(api.model.type(type)?.reason ?? '', /itkBinaryThresholdImageFilter\.cxx changed/);
    await vscode.workspace.fs.writeFile(cxx, original);
    await eventually(() => api.model.type(type)?.state === 'hit');
  });

  it('can be a task in tasks.json', async () => {
    await allKnown();
    const tasks = await vscode.tasks.fetchTasks({ type: castxml.type });
    const ofModule = tasks.find(
      ({ definition }) => definition.action === 'castxml' && definition.module === 'ITKThresholding',
    );
    assert.ok(ofModule);
    const ended = nextTask();
    await vscode.tasks.executeTask(ofModule);
    assert.equal((await ended).exitCode, 0);
    await showSidebar();
    await sidebarRow('ITKThresholding', '2/2 hit');
  });
});
