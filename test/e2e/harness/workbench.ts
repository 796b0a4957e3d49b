// Common actions and queries of scenes in the workbench.
import * as vscode from 'vscode';
import type { ItkWrappingApi } from '../../../client/src/extension';
import { eventually } from '../../support/eventually';
import { host } from './host';

/** The selector of the rows in the sidebar's trees. */
export const sidebarRows = '.pane-body .monaco-list-row';

/** The open folder. */
export const folder = (): vscode.Uri => {
  const first = vscode.workspace.workspaceFolders?.[0];
  if (!first) throw new Error('No folder is open.');
  return first.uri;
};

/** A file of the open folder. */
export const at = (relative: string): vscode.Uri => vscode.Uri.joinPath(folder(), relative);

/** Activates the extension and returns its API. */
export async function extension(): Promise<ItkWrappingApi> {
  const found = vscode.extensions.getExtension<ItkWrappingApi>('itk-wrapping.itk-wrapping');
  if (!found) throw new Error('The extension itk-wrapping is not there.');
  return found.activate();
}

/** Waits until every type's state is known. */
export async function allKnown(): Promise<ItkWrappingApi> {
  const api = await extension();
  await eventually(
    () => api.model.allTypes().length > 0 && api.model.allTypes().every(({ state }) => state !== 'unknown'),
    { timeoutMs: 30_000 },
  );
  return api;
}

/** Closes editors, panels and messages, so that a scene and its picture start with a tidy window. */
export async function tidy(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('workbench.action.closePanel');
  await vscode.commands.executeCommand('notifications.clearAll');
  await host.restPointer();
}

/** Opens a file with the cursor on the first occurrence of `text`. */
export async function openAt(file: vscode.Uri, text: string): Promise<vscode.Position> {
  const document = await vscode.workspace.openTextDocument(file);
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`${file.fsPath} has no ${text}.`);
  const position = document.positionAt(offset);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.AtTop);
  return position;
}

/** The Markdown of all hovers at a position. */
export async function hoverText(file: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    file,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n\n');
}

/**
 * Shows the hover at the cursor in the window, and returns its visible text. Waits for a part that has this text, because VS
 * Code shows those that come first, such as that of a link, while it waits for the rest.
 */
export async function showHover(having: string): Promise<string> {
  await vscode.commands.executeCommand('editor.action.showHover');
  await host.waitFor(`.monaco-hover .hover-contents:has-text("${having}")`);
  return (await host.texts('.monaco-hover .hover-contents')).join('\n');
}

/** Resolves with the exit code of the next task that ends. Call it before the task starts. */
export function nextTask(): Promise<{ name: string; exitCode: number | undefined }> {
  return new Promise((resolve) => {
    const subscription = vscode.tasks.onDidEndTaskProcess((event) => {
      subscription.dispose();
      resolve({ name: event.execution.task.name, exitCode: event.exitCode });
    });
  });
}

/** Shows the extension's sidebar. */
export const showSidebar = (): Thenable<unknown> =>
  vscode.commands.executeCommand('itkWrapping.modules.focus');

/** Shows the types of a module in the sidebar. */
export async function expand(module: string): Promise<void> {
  await showSidebar();
  await sidebarRow(module);
  const closed = `${sidebarRows}[aria-expanded="false"]:has-text("${module}")`;
  if ((await host.texts(closed)).length > 0) await host.click(closed);
  await host.restPointer();
}

/** Waits for a row of the sidebar that has all of these words, and returns its text in one line. */
export function sidebarRow(...words: string[]): Promise<string> {
  return eventually(async () => {
    const rows = (await host.texts(sidebarRows)).map((text) => text.replace(/\s+/g, ' '));
    const found = rows.find((row) => words.every((word) => row.includes(word)));
    if (!found) throw new Error(`No row with ${words.join(' and ')} in the sidebar:\n${rows.join('\n')}`);
    return found;
  });
}

/** Waits until the sidebar shows a module as complete, both by its icon and in words for screen readers. */
export const completeInSidebar = (module: string): Promise<void> =>
  host.waitFor(`${sidebarRows}[aria-label^="Module ${module}, complete"]`);

/** Sets the color theme of the whole window. */
export async function useTheme(name: string): Promise<void> {
  await vscode.workspace
    .getConfiguration('workbench')
    .update('colorTheme', name, vscode.ConfigurationTarget.Global);
}
