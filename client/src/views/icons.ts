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

/** The icon of a type's state. A type that was never cached is gray: nothing is wrong with it. */
export const typeIcon = (state: CacheState, neverCached = false): vscode.ThemeIcon =>
  icon(neverCached ? [typeIcons[state][0], 'disabledForeground'] : typeIcons[state]);
/** The icon of a module's state. A complete module is green only if all its types are cached too. */
export const moduleIcon = (state: ModuleState, allCached = true): vscode.ThemeIcon =>
  icon(
    state === 'complete' && !allCached ? [moduleIcons.complete[0], 'icon.foreground'] : moduleIcons[state],
  );

function icon([shape, color]: [string, string]): vscode.ThemeIcon {
  return new vscode.ThemeIcon(shape, new vscode.ThemeColor(color));
}
