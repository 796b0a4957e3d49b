import * as vscode from 'vscode';
import { manyLines, oneLine } from '../../../server/src/shared/plain-text';

/** A letter beside a file, with a tooltip. */
export function decoration(badge: string, tooltip: string, color?: string): vscode.FileDecoration {
  return new vscode.FileDecoration(badge, oneLine(tooltip), color ? new vscode.ThemeColor(color) : undefined);
}

/** A problem that a tool has printed. */
export function diagnostic(
  range: vscode.Range,
  message: string,
  severity: vscode.DiagnosticSeverity,
  source: string,
  code: string | undefined,
): vscode.Diagnostic {
  const found = new vscode.Diagnostic(range, manyLines(message), severity);
  found.source = source;
  if (code !== undefined) found.code = oneLine(code);
  return found;
}

/** A completion item for a name, with a detail beside it. The name is inserted as a JSON string. */
export function nameCompletion(
  name: string,
  description: string,
  kind: vscode.CompletionItemKind,
  range: vscode.Range | null,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem({ label: oneLine(name), description: oneLine(description) }, kind);
  item.insertText = JSON.stringify(name);
  item.filterText = item.insertText;
  if (range) item.range = range;
  return item;
}

/** Sets the title of a panel's tab. */
export function setPanelTitle(panel: vscode.WebviewPanel, title: string): void {
  panel.title = oneLine(title);
}
