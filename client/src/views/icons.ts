import * as vscode from 'vscode';
import type { CacheState, ModuleState } from '../../../server/src/shared/state-words';

/** A shape and a color for each state, so that color is never the only sign. Hovers use the same shapes. */
const typeIcons: Record<CacheState, [shape: string, color: string]> = {
  hit: ['pass-filled', 'testing.iconPassed'],
  'hit-l2': ['pass', 'testing.iconPassed'],
  miss: ['circle-slash', 'charts.orange'],
  unverified: ['question', 'charts.purple'],
  unknown: ['circle-outline', 'disabledForeground'],
};

const moduleIcons: Record<ModuleState, [shape: string, color: string]> = {
  complete: ['package', 'testing.iconPassed'],
  'stamp-missing': ['warning', 'list.warningForeground'],
  'pkl-missing': ['warning', 'list.warningForeground'],
  'never-run': ['package', 'disabledForeground'],
  'out-of-date': ['history', 'charts.orange'],
  unknown: ['circle-outline', 'disabledForeground'],
};

/** The icon of a type's state. */
export const typeIcon = (state: CacheState): vscode.ThemeIcon => icon(typeIcons[state]);
/** The icon of a module's state. */
export const moduleIcon = (state: ModuleState): vscode.ThemeIcon => icon(moduleIcons[state]);

function icon([shape, color]: [string, string]): vscode.ThemeIcon {
  return new vscode.ThemeIcon(shape, new vscode.ThemeColor(color));
}
