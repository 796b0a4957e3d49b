import * as vscode from 'vscode';
import { manyLines, oneLine } from '../../../server/src/shared/plain-text';

/** What an item of the status bar shows. */
export interface StatusText {
  /** The name of the icon before the text. */
  icon: string;
  text: string;
  /** How many problems stand behind a warning sign; 0: none, and no sign. */
  warnings?: number;
  tooltip: string;
}

/** Draws an item of the status bar. Its text may hold icons: those of `icon` and of the warning sign alone. */
export function drawStatusItem(item: vscode.StatusBarItem, status: StatusText): void {
  const { icon, text, warnings = 0, tooltip } = status;
  const words = oneLine(text);
  item.text = `$(${icon}) ${words}${warnings > 0 ? ` $(warning) ${warnings}` : ''}`;
  item.tooltip = manyLines(tooltip);
  item.backgroundColor = warnings > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  const spoken = [`ITK Wrapping: ${words}`, warnings > 0 ? String(warnings) : ''].filter(Boolean).join(' ');
  item.accessibilityInformation = { label: spoken };
}
