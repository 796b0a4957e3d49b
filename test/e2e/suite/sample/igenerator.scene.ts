import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually';
import { host } from '../../harness/host';
import { pkl, type SampleModule, wrapFile } from '../../harness/sample';
import {
  allKnown,
  at,
  completeInSidebar,
  hoverText,
  nextTask,
  openAt,
  showHover,
  showSidebar,
  sidebarRow,
  tidy,
} from '../../harness/workbench';

const module: SampleModule = 'ITKImageIntensity';
const wrap = () => wrapFile(module, 'itkMaskImageFilter');
const className = 'itk::MaskImageFilter';
const lists = () => at('Modules/Filtering/ImageIntensity/wrapping/CMakeLists.txt');
const moduleCommand = 'itk_wrap_module';
const stamp = `${module}.pkl.stamp`;

/** The warnings about missing outputs in a script. */
const complaints = (file: vscode.Uri): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(file).filter(({ source }) => source === 'itk-wrap');

/** Repairs the build with the command line instead of the editor. */
async function repair(): Promise<void> {
  const found = vscode.extensions.getExtension('itk-wrapping.itk-wrapping');
  const program = path.join(found!.extensionPath, 'dist/itk-wrap.js');
  await promisify(execFile)(process.execPath, [program, 'repair', '--all', '--build', at('build').fsPath], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}

/** Opens the menu of quick fixes with this one selected. Tries again if it did not appear, as a user would. */
async function openQuickFixes(file: vscode.Uri, text: string, chosen: string): Promise<void> {
  await eventually(
    async () => {
      await host.keys('Escape');
      await openAt(file, text);
      await host.keys('Control+.');
      await host.waitFor('.action-widget .action', { timeoutMs: 8000 });
      await host.waitFor(`.action-widget .action.focused:has-text("${chosen}")`, { timeoutMs: 4000 });
      return true;
    },
    { timeoutMs: 60_000 },
  );
}

const names = (file: vscode.Uri): boolean =>
  vscode.workspace.textDocuments.some(({ uri }) => uri.path === file.path);

describe('igenerator', () => {
  before(async () => {
    await tidy();
    await allKnown();
    // Fills the cache, of which the hovers tell.
    const task = nextTask();
    await vscode.commands.executeCommand('itkWrapping.runIgenerator', { module });
    assert.equal((await task).exitCode, 0);
  });

  it('runs as a task for a module', async () => {
    const task = nextTask();
    await vscode.commands.executeCommand('itkWrapping.runIgenerator', { module });
    const { name, exitCode } = await task;
    assert.equal(exitCode, 0);
    assert.ok(name.includes(module), name);
    await showSidebar();
    await completeInSidebar(module);
  });

  // A lost pkl is reported at its type, and a lost stamp at its module.
  for (const [what, file, state, owner, place] of [
    ['pkl', 'MaskImageFilter.itkMaskImageFilter.pkl', 'pkl missing', wrap, className],
    ['stamp', stamp, 'stamp missing', lists, moduleCommand],
  ] as const)
    describe(`with a missing ${what}`, () => {
      before(async () => {
        await tidy();
        await repair();
        await openAt(wrap(), className);
        await eventually(() => complaints(owner()).length === 0);
        await vscode.workspace.fs.delete(pkl(file));
      });
      // The next scenes start with a complete build, whether these passed or not.
      after(repair);

      it('reports one diagnostic, at its owner, with a short first line', async () => {
        const position = await openAt(owner(), place);
        const [complaint] = await eventually(() => {
          const found = complaints(owner());
          return found.length > 0 && found;
        });
        assert.equal(complaint?.message.split('\n')[0], `${file} is missing.`);
        assert.equal(complaint?.range.start.line, position.line);
        const all = vscode.languages
          .getDiagnostics()
          .flatMap(([, found]) => found)
          .filter(({ code }) => code === 'pkl-missing' || code === 'stamp-missing');
        assert.equal(all.length, 1);
        assert.ok(!names(wrapFile(module, 'itkCastImageFilter')));
      });

      it('is marked in the sidebar', async () => {
        await showSidebar();
        await sidebarRow(module, state);
        await host.waitFor(
          '.activitybar .action-item:has([aria-label^="ITK Wrapping"]) .badge:has-text("1")',
        );
        await host.waitFor('.statusbar-item.warning-kind:has-text("ITK")');
      });

      it('says in the hover which file is missing and what that breaks', async () => {
        const position = await openAt(wrap(), className);
        // The cache is looked up once nothing has changed for a moment.
        const cached = 'The cache has what igenerator would write for all types.';
        const text = await eventually(async () => {
          const shown = await hoverText(wrap(), position);
          return shown.includes(cached) && shown;
        });
        assert.ok(text.includes(file), text);
        assert.match(
          text,
          what === 'pkl' ? /pyi\\?_generator\.py then warns/ : /The next build reruns igenerator/,
        );
        await vscode.commands.executeCommand('workbench.actions.view.problems');
        await openAt(wrap(), className);
        await showHover(file);
        await host.screenshot(`${what}-missing`);
        if (what !== 'pkl') return;
        await showSidebar();
        await sidebarRow(module, state);
        await sidebarRow('itkMaskImageFilter', '1 pkl file missing');
      });

      it('is repaired by the quick fix', async function () {
        this.timeout(120_000);
        await tidy();
        await openQuickFixes(owner(), place, `Repair: run igenerator for ${module}`);
        await host.screenshot(`${what}-quick-fix`);
        const task = nextTask();
        await host.keys('Enter');
        assert.equal((await task).exitCode, 0);
        await eventually(() => complaints(owner()).length === 0);
        await vscode.workspace.fs.stat(pkl(file));
        await showSidebar();
        await completeInSidebar(module);
        await host.screenshot(`${what}-repaired`);
      });
    });
});
