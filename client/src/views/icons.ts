import * as vscode from 'vscode';
import type { CacheState, ModuleState } from '../../../server/src/shared/states';

/** A shape and a colour for each state, so that colour is never alone. The same shapes stand in hovers. */
const typeIcons: Record<CacheState, [shape: string, colour: string]> = {
  hit: ['pass-filled', 'testing.iconPassed'],
  'hit-l2': ['pass', 'testing.iconPassed'],
  miss: ['circle-slash', 'charts.orange'],
  unverified: ['question', 'charts.purple'],
  unknown: ['circle-outline', 'disabledForeground'],
};

const moduleIcons: Record<ModuleState, [shape: string, colour: string]> = {
  complete: ['package', 'testing.iconPassed'],
  'stamp-missing': ['warning', 'list.warningForeground'],
  'pkl-missing': ['warning', 'list.warningForeground'],
  'never-run': ['package', 'disabledForeground'],
  'out-of-date': ['history', 'charts.orange'],
  unknown: ['circle-outline', 'disabledForeground'],
};

export const typeIcon = (state: CacheState): vscode.ThemeIcon => icon(typeIcons[state]);
export const moduleIcon = (state: ModuleState): vscode.ThemeIcon => icon(moduleIcons[state]);

function icon([shape, colour]: [string, string]): vscode.ThemeIcon {
  return new vscode.ThemeIcon(shape, new vscode.ThemeColor(colour));
}
