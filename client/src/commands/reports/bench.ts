import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { isDark } from '../../ui/is-dark';
import { reportHtml } from '../../report-html';
import { pickOne } from '../../ui/pick';
import { plural } from '../../../../server/src/shared/l10n/localized-plural';
import { type CommandContext, register } from '../context';
import { runTask } from '../run-task';

/**
 * Registers the command that measures how much time the cache saves in the active build, and shows the result as a chart.
 */
export function registerBenchmarkCommand(all: CommandContext): void {
  register(all, { 'itkWrapping.benchmark': () => benchmark(all) });
}

async function benchmark(all: CommandContext): Promise<void> {
  const total = all.model.allTypes().length;
  const counts = [3, 10, 40].filter((count) => count < total);
  const picked = await pickOne(
    [...counts, total].map((count) => ({
      label:
        count === total
          ? plural(total, vscode.l10n.t('The only type'), vscode.l10n.t('All {0} types', total))
          : vscode.l10n.t('{0} types', count),
      description: count === total && total > 40 ? vscode.l10n.t('takes as long as a full build') : '',
      value: count,
    })),
    {
      title: vscode.l10n.t('Benchmark the cache'),
      placeHolder: vscode.l10n.t('Number of types to run: without the cache, cold, and cached'),
    },
  );
  if (picked === undefined) return;
  const folder = all.extension.globalStorageUri.fsPath;
  const file = path.join(folder, 'benchmark.html');
  await mkdir(folder, { recursive: true });
  const done = await runTask(all, { type: 'itkWrap', action: 'bench', types: picked, out: file });
  if (done) await show(file);
}

/** Shows a report in a webview. The page has no script and loads nothing: it is only a chart. */
async function show(file: string): Promise<void> {
  const html = await readFile(file, 'utf8');
  const panel = vscode.window.createWebviewPanel(
    'itkWrapping.benchmark',
    vscode.l10n.t('Cache Benchmark'),
    vscode.ViewColumn.Active,
    { enableScripts: false, localResourceRoots: [] },
  );
  const draw = (): void => {
    panel.webview.html = reportHtml(html, isDark());
  };
  const subscription = vscode.window.onDidChangeActiveColorTheme(draw);
  panel.onDidDispose(() => void subscription.dispose());
  draw();
}
