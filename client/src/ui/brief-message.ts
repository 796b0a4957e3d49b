import * as vscode from 'vscode';
import { oneLine } from '../../../server/src/shared/plain-text';

const BRIEFLY_MS = 3000;
/** Screen readers read a change in a live region only if the region was there before. */
const REGION_BEFORE_TEXT_MS = 200;
/** Keeps the region in the page, because VS Code removes an item without text. */
const INVISIBLE = '\u200b';

let item: vscode.StatusBarItem | undefined;
let timer: NodeJS.Timeout | undefined;

/**
 * Shows a message in the status bar for a moment. Screen readers read it, whatever `editor.accessibilitySupport` says, because
 * its role is `status`. VS Code's own status bar messages have the role of a button, which nothing reads.
 */
export function showBriefly(message: string, milliseconds = BRIEFLY_MS): void {
  clearTimeout(timer);
  // The lowest priority is the place where VS Code shows its own messages.
  item ??= vscode.window.createStatusBarItem(
    'itkWrapping.message',
    vscode.StatusBarAlignment.Left,
    -Number.MAX_SAFE_INTEGER,
  );
  item.name = vscode.l10n.t('ITK Wrapping: Message');
  draw(item, INVISIBLE);
  item.show();
  timer = setTimeout(() => {
    if (item) draw(item, oneLine(message));
    timer = setTimeout(() => item?.hide(), milliseconds);
  }, REGION_BEFORE_TEXT_MS);
}

function draw(at: vscode.StatusBarItem, text: string): void {
  at.text = text;
  at.accessibilityInformation = { label: text === INVISIBLE ? '' : text, role: 'status' };
}
