import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { isDark } from '../../ui/is-dark';
import { timingsInScheme } from '../../report-html';
import { type CommandContext, register } from '../context';
import { runTask } from '../run-task';

/** Registers the command that shows where the time of the active build went. */
export function registerTimingsCommand(all: CommandContext): void {
  register(all, { 'itkWrapping.showTimings': () => showTimings(all) });
}

async function showTimings(all: CommandContext): Promise<void> {
  const folder = all.extension.globalStorageUri.fsPath;
  const file = path.join(folder, 'timings.html');
  await mkdir(folder, { recursive: true });
  if (await runTask(all, { type: 'itkWrap', action: 'timings', out: file })) await show(file);
}

/** Shows the page in a webview. Its own content policy allows only the script that is in it, and no connection. */
async function show(file: string): Promise<void> {
  const html = await readFile(file, 'utf8');
  const panel = vscode.window.createWebviewPanel(
    'itkWrapping.timings',
    vscode.l10n.t('Build Timings'),
    vscode.ViewColumn.Active,
    { enableScripts: true, localResourceRoots: [], enableFindWidget: true },
  );
  const draw = (): void => {
    panel.webview.html = timingsInScheme(html, isDark());
  };
  const subscription = vscode.window.onDidChangeActiveColorTheme(draw);
  panel.onDidDispose(() => void subscription.dispose());
  draw();
}
