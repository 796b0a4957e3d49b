import * as l10n from '@vscode/l10n';
import { plural } from '../../server/src/shared/l10n/localized-plural';

/** All texts of the page in one place. Each is made when it is shown, in the language of the window. */
export const strings = {
  overview: () => l10n.t('All modules'),
  search: () => l10n.t('Search the build (press /)'),
  found: () => l10n.t('Found in the build'),
  kinds: {
    module: () => l10n.t('module'),
    type: () => l10n.t('type'),
    header: () => l10n.t('header'),
  },
  more: (count: number) => plural(count, l10n.t('and 1 more'), l10n.t('and {0} more', count)),
  back: () => l10n.t('Back (Alt+Left)'),
  forward: () => l10n.t('Forward (Alt+Right)'),
  legend: () => l10n.t('Legend'),
  closeLegend: () => l10n.t('Close legend'),
  legendOf: {
    layers: () => l10n.t('Each module is below the modules that it needs. A thin line separates the layers.'),
    bar: () => l10n.t('The bar of a module shows the states of its types, and the number its hits.'),
    squares: (stages: string) =>
      l10n.t('The squares are its stages, filled as far as they are done: {0}.', stages),
    times: () =>
      l10n.t('The times are those of the last run. After the dot: of the last run from the cache.'),
    counts: () => l10n.t('The number beside a header is the number of types that read it.'),
  },
  attention: () => l10n.t('Show only modules in which something is stale, missing or failed.'),
  filter: () => l10n.t('Show only states'),
  matches: (count: number, total: number) => l10n.t('{0} of {1}', count, total),
  zoomIn: () => l10n.t('Zoom in (+)'),
  zoomOut: () => l10n.t('Zoom out (−)'),
  fit: () => l10n.t('Fit (0)'),
  exportSvg: () => l10n.t('Save as SVG'),
  exportPng: () => l10n.t('Save as PNG'),
  noPng: () => l10n.t('This window cannot create a PNG. Save the graph as SVG.'),
  keys: () =>
    l10n.t(
      'Keys: arrows move, Enter opens, Shift+Enter goes a level down, Backspace goes a level up, Alt+Left and Alt+Right go back and forward, / searches, n and N step through matches, Shift+F10 opens the menu, + − 0 zoom.',
    ),
  picture: () => l10n.t('Pipeline graph'),
  minimap: () => l10n.t('Overview map: drag to move'),
  details: () => l10n.t('Details'),
  loading: () => l10n.t('Waiting for the pipeline…'),
  close: () => l10n.t('Close details'),
  open: (what: string) => l10n.t('Open {0}', what),
  down: {
    overview: () => l10n.t('Show all modules'),
    module: () => l10n.t('Show types'),
    type: () => l10n.t('Show headers'),
    header: () => l10n.t('Show the types that read it'),
  },
  actions: {
    castxml: () => l10n.t('Run CastXML through the cache'),
    igenerator: () => l10n.t('Run igenerator for the module'),
    explain: () => l10n.t('Explain the cache state'),
  },
  changed: (count: number) => plural(count, l10n.t('1 node changed'), l10n.t('{0} nodes changed', count)),
} as const;
