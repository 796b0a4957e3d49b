import * as vscode from 'vscode';
import { manyLines, oneLine } from '../../../server/src/shared/plain-text';

/** What a status bar item shows. */
export interface StatusText {
  /** The name of the icon before the text. */
  icon: string;
  text: string;
  /** The number shown after a warning sign. 0 shows no sign. */
  warnings?: number;
  tooltip: string;
}

/** Draws a status bar item. Only `icon` and the warning sign can become icons, never the text. */
export function drawStatusItem(item: vscode.StatusBarItem, status: StatusText): void {
  const { icon, text, warnings = 0, tooltip } = status;
  const words = oneLine(text);
  item.text = `$(${icon}) ${words}${warnings > 0 ? ` $(warning) ${warnings}` : ''}`;
  item.tooltip = manyLines(tooltip);
  item.backgroundColor = warnings > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  const spoken = [`ITK Wrapping: ${words}`, warnings > 0 ? String(warnings) : ''].filter(Boolean).join(' ');
  item.accessibilityInformation = { label: spoken };
}
