import type { Palette } from '../../server/src/graph/render/svg';

/** The colors of the picture as VS Code's CSS variables, so that a change of theme needs no code. */
export const themePalette: Palette = {
  background: 'var(--vscode-editor-background)',
  foreground: 'var(--vscode-editor-foreground)',
  muted: 'var(--vscode-descriptionForeground)',
  nodeFill: 'var(--graph-node)',
  nodeBorder: 'var(--graph-border)',
  edge: 'var(--graph-edge)',
  tones: {
    good: 'var(--vscode-charts-green)',
    cached: 'var(--vscode-charts-blue)',
    warning: 'var(--vscode-charts-orange)',
    bad: 'var(--vscode-charts-red)',
    unverified: 'var(--vscode-charts-purple)',
    quiet: 'var(--vscode-descriptionForeground)',
    running: 'var(--vscode-progressBar-background)',
  },
  fontFamily: 'var(--vscode-font-family)',
};

/** The same colors with the current values of the variables, for a file that leaves VS Code. */
export function resolvedPalette(): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const color = (value: string): string => {
    probe.style.color = '';
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  const palette: Palette = {
    ...themePalette,
    background: color(themePalette.background),
    foreground: color(themePalette.foreground),
    muted: color(themePalette.muted),
    nodeFill: color(themePalette.nodeFill),
    nodeBorder: color(themePalette.nodeBorder),
    edge: color(themePalette.edge),
    tones: Object.fromEntries(
      Object.entries(themePalette.tones).map(([tone, value]) => [tone, color(value)]),
    ) as unknown as Palette['tones'],
    fontFamily: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return palette;
}
