import * as vscode from 'vscode';
import {
  type CacheState,
  type ModuleState,
  type PipelineState,
  stateWords,
  type Tone,
} from '../../../server/src/shared/state-words';

/** The theme's colors of the tones, as in the graph. */
const colors: Record<Tone, string> = {
  good: 'charts.green',
  cached: 'charts.blue',
  warning: 'charts.orange',
  bad: 'charts.red',
  unverified: 'charts.purple',
  quiet: 'descriptionForeground',
  running: 'progressBar.background',
};

/** The icon of a state, which is the same in hovers, in the graph and in the legend. It turns while something runs. */
export function stateIcon(state: PipelineState): vscode.ThemeIcon {
  const { icon, tone } = stateWords[state];
  return themeIcon(state === 'running' ? `${icon}~spin` : icon, colors[tone]);
}

/** The icon of a type's state. A type that was never cached is gray: nothing is wrong with it. */
export const typeIcon = (state: CacheState, neverCached = false): vscode.ThemeIcon =>
  stateIcon(neverCached ? 'not-cached' : state);

/**
 * The icon of a module's state, or of a module if there is nothing to say. A complete module is green only if all its types
 * are cached too.
 */
export function moduleIcon(state: ModuleState, allCached = true): vscode.ThemeIcon {
  if (state === 'complete') return themeIcon('package', allCached ? colors.good : 'icon.foreground');
  return state === 'never-run' ? themeIcon('package', colors.quiet) : stateIcon(state);
}

function themeIcon(name: string, color: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
}
