import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { themes } from '../../harness/looks';
import { input, wrapFile } from '../../harness/sample';
import { allKnown, at, nextTask, openAt, showSidebar, tidy, useTheme } from '../../harness/workbench';

const run = async (definition: vscode.TaskDefinition): Promise<number | undefined> => {
  const tasks = await vscode.tasks.fetchTasks({ type: 'itkWrap' });
  const found = tasks.find(({ definition: own }) =>
    Object.entries(definition).every(([key, value]) => own[key] === value),
  );
  assert.ok(found, `no task ${JSON.stringify(definition)}`);
  const ended = nextTask();
  await vscode.tasks.executeTask(found);
  return (await ended).exitCode;
};

/** The problems that castxml reported for a file in its last run. */
const problems = (file: vscode.Uri): vscode.Diagnostic[] =>
  vscode.languages
    .getDiagnostics(file)
    .filter(({ source, code }) => source === 'itk-wrap' && code === 'castxml');

describe('The extension with its tasks', () => {
  before(async () => {
    await tidy();
    await allKnown();
  });

  it('runs castxml for the type of the open file', async () => {
    await openAt(wrapFile('ITKCommon', 'itkSize'), 'itk::Size');
    assert.equal(await run({ type: 'itkWrap', action: 'castxml', target: 'openFile' }), 0);
    const api = await allKnown();
    await eventually(() => api.model.type('itkSize')?.state === 'hit');
  });

  it('runs SWIG, pyi_generator and CMake', async () => {
    assert.equal(await run({ type: 'itkWrap', action: 'pyi' }), 0);
    assert.equal(await run({ type: 'itkWrap', action: 'configure' }), 0);
    assert.equal(await run({ type: 'itkWrap', action: 'swig', module: 'ITKThresholding' }), 0);
    await vscode.commands.executeCommand('workbench.action.terminal.focus');
    await host.screenshot('task-swig');
  });

  it('shows a problem in the generated .cxx on the command of the .wrap that made it', async () => {
    const cxx = input('itkThresholdImageFilter.cxx');
    const wrap = wrapFile('ITKThresholding', 'itkThresholdImageFilter');
    const original = await vscode.workspace.fs.readFile(cxx);
    const broken = original.toString().replace('itk::ThresholdImageFilter<', 'itk::ThresholdImageFiller<');
    assert.notEqual(broken, original.toString());
    const position = await openAt(wrap, 'itk::ThresholdImageFilter"');
    await vscode.workspace.fs.writeFile(cxx, Buffer.from(broken));
    try {
      const ended = nextTask();
      void vscode.commands.executeCommand('itkWrapping.runCastxml', { type: 'itkThresholdImageFilter' });
      assert.equal((await ended).exitCode, 1);
      const [problem] = await eventually(() => {
        const found = problems(wrap).filter(({ range }) => range.start.line > position.line);
        return found.length > 0 && found;
      });
      assert.equal(problem?.range.start.line, position.line + 1, 'the line of itk_wrap_image_filter()');
      assert.match(problem?.message ?? '', /ThresholdImageFiller.*\(itkThresholdImageFilter\.cxx:\d+\)/);
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      await host.screenshot('task-problem');
    } finally {
      await vscode.workspace.fs.writeFile(cxx, original);
    }
    const ended = nextTask();
    void vscode.commands.executeCommand('itkWrapping.runCastxml', { type: 'itkThresholdImageFilter' });
    assert.equal((await ended).exitCode, 0);
    await eventually(() => problems(wrap).length === 0);
  });

  it('completes tasks.json with the actions and the names of this build', async () => {
    const file = at('.vscode/tasks.json');
    const text = '{ "version": "2.0.0", "tasks": [ { "type": "itkWrap", "action": "", "wrapType": "" } ] }';
    await vscode.workspace.fs.writeFile(file, Buffer.from(text));
    try {
      const offered = async (before: string): Promise<string[]> => {
        await openAt(file, before);
        const editor = vscode.window.activeTextEditor!;
        const place = editor.document.positionAt(text.indexOf(before) + before.length);
        editor.selection = new vscode.Selection(place, place);
        const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          file,
          place,
        );
        return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      };
      await eventually(async () => (await offered('"action": "')).includes('"castxml"'));
      const types = await offered('"wrapType": "');
      assert.ok(types.includes('itkAbsImageFilter') && types.includes('itkOffset'), types.join());
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await host.type('Abs');
      await host.waitFor('.suggest-widget .monaco-list-row:has-text("itkAbsImageFilter")');
      await host.screenshot('tasks-json');
      await host.keys('Enter');
      const { document } = vscode.window.activeTextEditor!;
      await eventually(() => document.getText().includes('"wrapType": "itkAbsImageFilter"'));
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await tidy();
      await vscode.workspace.fs.delete(file);
    }
  });

  it('runs tasks one after the other, shows their progress, and can cancel them', async () => {
    const api = await allKnown();
    await vscode.commands.executeCommand('notifications.clearAll');
    await showSidebar();
    const folder = input('').fsPath;
    // A task of the previous scene may still be running.
    await eventually(() => vscode.tasks.taskExecutions.length === 0);
    // So that the cache has no results, and the runs do not end before they are looked at.
    const header = at('Modules/Core/Common/include/itkMacro.h');
    const text = await vscode.workspace.fs.readFile(header);
    await vscode.workspace.fs.writeFile(
      header,
      Buffer.concat([text, Buffer.from('namespace itk { struct TasksScene { int member; }; }\n')]),
    );
    const ended: (number | undefined)[] = [];
    const subscription = vscode.tasks.onDidEndTaskProcess(({ exitCode }) => ended.push(exitCode));
    try {
      void vscode.commands.executeCommand('itkWrapping.runCastxmlModule', { module: 'ITKCommon' });
      void vscode.commands.executeCommand('itkWrapping.runCastxmlModule', { module: 'ITKImageIntensity' });
      await eventually(() => api.runs.all.length === 2 && api.runs.all[0]?.state === 'running');
      assert.equal(api.runs.all[1]?.state, 'waiting', 'two runs do not fight over a build');
      await eventually(() => (api.runs.all[0]?.progress?.done ?? 0) > 0);
      await host.waitFor('.statusbar-item:has-text("of 12")');
      await host.screenshot('task-progress');
      await vscode.commands.executeCommand('itkWrapping.cancelRuns');
      await eventually(() => ended.length === 2 && !api.runs.busy);
      assert.deepEqual(ended, [130, 130]);
      const left = (await vscode.workspace.fs.readDirectory(vscode.Uri.file(folder))).map(([name]) => name);
      assert.deepEqual(
        left.filter((name) => /tmp/.test(name)),
        [],
        'nothing half done is left',
      );
    } finally {
      subscription.dispose();
      await vscode.workspace.fs.writeFile(header, text);
    }
  });

  it('brings everything that changed up to date', async function () {
    this.timeout(120_000);
    const api = await allKnown();
    await vscode.commands.executeCommand('itkWrapping.rebuildChanged');
    await host.waitFor('.statusbar-item:has-text("build what changed: ")');
    for (const theme of ['light', 'dark'] as const) {
      await useTheme(themes[theme]);
      await host.screenshot(`task-rebuild-changed-${theme}`);
    }
    await eventually(
      () => {
        const others = api.model.allTypes().filter(({ state }) => state !== 'hit');
        assert.deepEqual(
          others.map(({ name, state, reason }) => ({ name, state, reason })),
          [],
        );
        return true;
      },
      { timeoutMs: 45_000 },
    );
    await eventually(() => api.model.allModules().every(({ state }) => state === 'complete'));
    // SWIG was run for the types of one module before.
    await eventually(() => api.model.allTypes().every(({ swigState }) => swigState !== 'stale'));
  });

  it('rebuilds a module up to its C++, and shows each stage while it runs', async function () {
    this.timeout(120_000);
    const api = await allKnown();
    const seen = new Set<string>();
    const watching = api.runs.onDidChange(({ progress }) =>
      progress?.stages?.forEach((stage) => seen.add(stage)),
    );
    try {
      await vscode.commands.executeCommand('itkWrapping.rebuildModule', { module: 'ITKImageIntensity' });
      const own = (): readonly string[] =>
        api.model.allTypes().flatMap((type) => (type.module === 'ITKImageIntensity' ? [type.swigState] : []));
      await eventually(() => own().every((state) => state === 'fresh'));
      assert.ok(seen.has('swig'), [...seen].join());
      await host.screenshot('task-rebuild-module');
    } finally {
      watching.dispose();
    }
  });
});
